using System.ComponentModel;

namespace EdgeLog.Storage;

/// <summary>The operating system's files.</summary>
internal sealed class DiskFileSystem : LogFileSystem
{
    public override LogFile OpenOrCreate(string path) =>
        new DiskFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    public override LogFile OpenRead(string path) => new DiskFile(path, FileMode.Open, FileAccess.Read);

    public override void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public override void FlushDirectory(string path)
    {
        int error = SystemCalls.FlushDirectory(path);
        if (error != 0)
        {
            throw new IOException($"Flushing the directory {path} failed: {new Win32Exception(error).Message}.");
        }
    }

    public override void Rename(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(from, to);
            return;
        }

        File.Move(from, to, overwrite: true);
    }

    public override void Delete(string path) => File.Delete(path);

    public override void DeleteDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
