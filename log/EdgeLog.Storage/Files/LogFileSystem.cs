namespace EdgeLog.Storage;

/// <summary>Opens, names and removes the files of the log; with <see cref="LogFile"/> the seam to the disk.</summary>
internal abstract class LogFileSystem
{
    /// <summary>Opens a file to read and write, created where it is absent.</summary>
    public abstract LogFile OpenOrCreate(string path);

    /// <summary>Opens an existing file to read only.</summary>
    public abstract LogFile OpenRead(string path);

    /// <summary>Creates a directory where it is absent. Durable once its parent is flushed.</summary>
    public abstract void CreateDirectory(string path);

    /// <summary>Makes the names in a directory durable: files created, renamed and deleted in it.</summary>
    public abstract void FlushDirectory(string path);

    /// <summary>Gives a file or directory another name; a file of that name is replaced.</summary>
    public abstract void Rename(string from, string to);

    /// <summary>Deletes a file, if it is there.</summary>
    public abstract void Delete(string path);

    /// <summary>Deletes a directory and all in it, if it is there.</summary>
    public abstract void DeleteDirectory(string path);

    /// <summary>What the filesystem of a directory has in all and has free.</summary>
    public virtual FilesystemSpace ReadSpace(string directory) => SpaceMeter.ReadFilesystem(directory);

    /// <summary>The bytes that all files under a directory take, blocks reserved ahead included.</summary>
    public virtual long MeasureUsed(string directory) => SpaceMeter.MeasureUsed(directory);
}
