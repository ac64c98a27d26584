using System.Runtime.InteropServices;

namespace EdgeLog.Records.Compression;

/// <summary>A decompression context of the Zstandard library.</summary>
internal sealed class ZstdDecompressionHandle : SafeHandle
{
    public ZstdDecompressionHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(ZstdLibrary.CreateDecompressionContext());
        if (IsInvalid)
        {
            throw new InsufficientMemoryException("The Zstandard library could not make a decompression context.");
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => ZstdLibrary.IsError(ZstdLibrary.FreeDecompressionContext(handle)) == 0;
}
