namespace EdgeLog.Storage;

/// <summary>
/// Small files that appear whole or not at all: write a temporary file, flush it, rename it, flush the directory.
/// After a
/// power cut either the old content is there or the new one.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The ending of files not yet renamed; start-up deletes them.</summary>
    public const string TemporarySuffix = ".new";

    /// <summary>Replaces the content of <paramref name="path"/>, durably.</summary>
    public static void Write(LogFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        WriteUnflushedName(files, path, content);
        files.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Replaces the content, leaving the flush of the directory to the caller.</summary>
    public static void WriteUnflushedName(LogFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        using (LogFile file = WriteTemporary(files, path, content))
        {
            file.Flush();
        }

        files.Rename(path + TemporarySuffix, path);
    }

    /// <summary>
    /// Replaces the content without a flush: for what is derived, and judged whenever it is opened. A process that dies
    /// leaves it whole; a power cut may leave anything.
    /// </summary>
    public static void WriteUnflushed(LogFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        WriteTemporary(files, path, content).Dispose();
        files.Rename(path + TemporarySuffix, path);
    }

    /// <summary>A folder where a file belongs is not ours; it gets another name.</summary>
    public static void MoveAside(LogFileSystem files, string path)
    {
        if (Directory.Exists(path))
        {
            files.Rename(path, LogPaths.Aside(path));
        }
    }

    /// <summary>Deletes a file durably.</summary>
    public static void Delete(LogFileSystem files, string path)
    {
        MoveAside(files, path);
        files.Delete(path);
        files.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    private static LogFile WriteTemporary(LogFileSystem files, string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + TemporarySuffix;
        MoveAside(files, temporary);
        MoveAside(files, path);
        LogFile file = files.OpenOrCreate(temporary);
        try
        {
            file.Truncate(0);
            file.Write(content, 0);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
