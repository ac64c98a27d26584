using System.Runtime.InteropServices;

namespace EdgeLog.Storage;

/// <summary>
/// Zeroed memory straight from the system, which is taken page by page as it is touched and is gone when this is
/// disposed: a table that lives for seconds neither stays in the collector's heap nor in the allocator's.
/// </summary>
internal sealed partial class AnonymousMemory : SafeHandle
{
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 0x02 | 0x20;

    private readonly nuint _sizeBytes;

    public AnonymousMemory(nuint sizeBytes)
        : base(-1, ownsHandle: true)
    {
        _sizeBytes = sizeBytes;
        SetHandle(Map(0, sizeBytes, ReadWrite, PrivateAnonymous, -1, 0));
        if (IsInvalid)
        {
            throw new InsufficientMemoryException($"The system gave no {sizeBytes} bytes of memory.");
        }
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == -1;

    /// <summary>Where it begins.</summary>
    public nint Address => handle;

    /// <inheritdoc />
    protected override bool ReleaseHandle() => Unmap(handle, _sizeBytes) == 0;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(
        nint address, nuint sizeBytes, int protection, int flags, int descriptor, nint position);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint sizeBytes);
}
