using System.Runtime.InteropServices;

namespace EdgeLog.Records.Compression;

/// <summary>A compression context of the Zstandard library.</summary>
internal sealed class ZstdCompressionHandle : SafeHandle
{
    public ZstdCompressionHandle()
        : base(0, ownsHandle: true)
    {
        SetHandle(ZstdLibrary.CreateCompressionContext());
        if (IsInvalid)
        {
            throw new InsufficientMemoryException("The Zstandard library could not make a compression context.");
        }
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => ZstdLibrary.IsError(ZstdLibrary.FreeCompressionContext(handle)) == 0;
}
