using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeLog.Storage;

/// <summary>
/// Holds a data directory for one process, by an advisory lock that the system releases when the process dies.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = ".lock";
    private const int PidLength = 15;
    private readonly SafeFileHandle _handle;

    private DirectoryLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>
    /// Takes the lock; throws a <see cref="StorageException"/> that names the holder where it is taken.
    /// </summary>
    public static DirectoryLock Take(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (Directory.Exists(path))
        {
            Directory.Move(path, LogPaths.Aside(path));
        }

        SafeFileHandle handle = SystemCalls.OpenUnlocked(path);
        if (handle.IsInvalid)
        {
            throw new StorageException(
                $"The data directory {directory} is not writable. Make it belong to the user this runs as.");
        }

        if (SystemCalls.TryLock(handle) != 0)
        {
            string holder = ReadHolder(handle);
            handle.Dispose();
            throw new StorageException(
                $"The data directory {directory} is in use by {holder}. "
                + "Stop that process, or give this one another data directory.");
        }

        SayWho(handle);
        return new DirectoryLock(handle);
    }

    public void Dispose() => _handle.Dispose();

    private static void SayWho(SafeFileHandle handle)
    {
        // One length for all, written over: a full disk has no new block for it.
        string pid = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        try
        {
            RandomAccess.Write(handle, Encoding.ASCII.GetBytes(pid.PadRight(PidLength) + "\n"), 0);
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception))
        {
            // The lock is what counts; the number is for people.
        }
    }

    private static string ReadHolder(SafeFileHandle handle)
    {
        Span<byte> pid = stackalloc byte[20];
        int length = RandomAccess.Read(handle, pid, 0);
        string text = Encoding.ASCII.GetString(pid[..length]).Trim();
        return text.Length == 0 ? "another process" : $"{NameOf(text)} (pid {text})";
    }

    private static string NameOf(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "a process of another user or container";
        }
    }
}
