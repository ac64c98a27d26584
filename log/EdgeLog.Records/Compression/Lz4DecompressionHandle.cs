using System.Runtime.InteropServices;

namespace EdgeLog.Records.Compression;

/// <summary>A decompression context of the LZ4 library.</summary>
internal sealed class Lz4DecompressionHandle : SafeHandle
{
    public Lz4DecompressionHandle()
        : base(0, ownsHandle: true)
    {
        if (Lz4Library.IsError(Lz4Library.CreateDecompressionContext(out nint context, Lz4Library.Version)) != 0)
        {
            throw new InsufficientMemoryException("The LZ4 library could not make a decompression context.");
        }

        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Lz4Library.IsError(Lz4Library.FreeDecompressionContext(handle)) == 0;
}
