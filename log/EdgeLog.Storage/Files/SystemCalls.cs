using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeLog.Storage;

/// <summary>
/// The Linux system calls that .NET has no equivalent for. Each throws nothing: it returns the error number or 0.
/// </summary>
internal static partial class SystemCalls
{
    /// <summary>No space left on the device.</summary>
    public const int NoSpace = 28;

    /// <summary>The quota is used up.</summary>
    public const int QuotaExceeded = 122;

    /// <summary>The filesystem does not know the operation.</summary>
    public const int NotSupported = 95;

    /// <summary>Somebody else holds the lock.</summary>
    public const int WouldBlock = 11;

    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const uint BlocksWanted = 0x400;
    private const int Interrupted = 4;
    private const int DoNotNeed = 4;
    private const int KeepSize = 1;
    private const int ExclusiveNonBlocking = 2 | 4;
    private const int ReadWriteCreate = 0x2 | 0x40 | 0x80000;
    private const int OwnerWritesAllRead = 0x1A4;
    private const int ReadOnlyDirectory = 0x10000 | 0x80000;
    private const int ReadOnlyDirectoryArm = 0x4000 | 0x80000;

    /// <summary>Flushes data and the metadata needed to read it; unlike fsync not the times.</summary>
    public static int FlushData(SafeFileHandle file) => Retry(file, static handle => FDataSync(handle));

    /// <summary>Reserves blocks without changing the file's size.</summary>
    public static int Reserve(SafeFileHandle file, long position, long length)
    {
        int error;
        do
        {
            error = FAllocate(file, KeepSize, position, length) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (error == Interrupted);

        return error;
    }

    /// <summary>Takes the advisory lock of a file, or says that somebody else has it.</summary>
    public static int TryLock(SafeFileHandle file) => Retry(file, static handle => FLock(handle, ExclusiveNonBlocking));

    /// <summary>
    /// Opens a file to read and write, created where it is absent, without the lock that .NET takes on what it opens.
    /// </summary>
    public static SafeFileHandle OpenUnlocked(string path) =>
        new(OpenFile(path, ReadWriteCreate, OwnerWritesAllRead), ownsHandle: true);

    /// <summary>Flushes the names in a directory.</summary>
    public static int FlushDirectory(string path)
    {
        int flags = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm
            ? ReadOnlyDirectoryArm
            : ReadOnlyDirectory;
        int descriptor = Open(path, flags);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        using var directory = new SafeFileHandle(descriptor, ownsHandle: true);
        return Retry(directory, static handle => FSync(handle));
    }

    /// <summary>
    /// The bytes of a file's blocks, those reserved behind its end included; 0 where it is not there.
    /// </summary>
    public static long AllocatedBytes(string path)
    {
        // struct statx is the same on every architecture: 256 bytes, stx_blocks (of 512 bytes) at 48.
        Span<ulong> status = stackalloc ulong[32];
        ref ulong first = ref MemoryMarshal.GetReference(status);
        int error = Statx(CurrentDirectory, path, DoNotFollowLinks, BlocksWanted, ref first);
        return error == 0 ? (long)status[6] * 512 : 0;
    }

    /// <summary>Drops what is cached of a file; whether it could be is of no interest.</summary>
    public static void ForgetCached(SafeFileHandle file) => _ = FAdvise(file, 0, 0, DoNotNeed);

    private static int Retry(SafeFileHandle file, Func<SafeFileHandle, int> call)
    {
        int error;
        do
        {
            error = call(file) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (error == Interrupted);

        return error;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int FAllocate(SafeFileHandle file, int mode, long position, long length);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int FAdvise(SafeFileHandle file, long position, long length, int advice);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref ulong status);
}
