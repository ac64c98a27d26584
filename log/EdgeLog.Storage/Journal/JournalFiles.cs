using System.Globalization;

namespace EdgeLog.Storage;

/// <summary>
/// The files of the journal's ring: of one size, filled with zeros once and overwritten ever after, so that a flush
/// of them
/// carries no filesystem metadata.
/// </summary>
internal static class JournalFiles
{
    /// <summary>
    /// Entries begin at multiples of this, so that writing one never touches a block that holds another: a power cut
    /// while a
    /// block is rewritten may lose all of it.
    /// </summary>
    public const int Alignment = 4096;

    private const string Folder = "journal";

    /// <summary>The path of the ring's file number <paramref name="index"/>.</summary>
    public static string PathOf(string directory, int index) => Path.Combine(
        directory, Folder, "ring-" + index.ToString("D2", CultureInfo.InvariantCulture) + ".journal");

    /// <summary>Opens the ring's files; those that are missing or of another size are made anew.</summary>
    public static LogFile[] Open(LogContext context)
    {
        string folder = Path.Combine(context.Directory, Folder);
        if (File.Exists(folder))
        {
            context.Files.Rename(folder, LogPaths.Aside(folder));
        }

        if (!Directory.Exists(folder))
        {
            context.Files.CreateDirectory(folder);
            context.Files.FlushDirectory(context.Directory);
        }

        bool isAnyNew = false;
        var files = new LogFile[context.Limits.JournalFiles];
        for (int i = 0; i < files.Length; i++)
        {
            AtomicFile.MoveAside(context.Files, PathOf(context.Directory, i));
            files[i] = context.Files.OpenOrCreate(PathOf(context.Directory, i));
            if (files[i].Length != context.Limits.JournalFileBytes)
            {
                Fill(files[i], context.Limits.JournalFileBytes);
                isAnyNew = true;
            }
        }

        if (isAnyNew)
        {
            context.Files.FlushDirectory(folder);
        }

        return files;
    }

    /// <summary>The files that are there, whatever their size, for recovery to read.</summary>
    public static IEnumerable<string> Existing(string directory)
    {
        string folder = Path.Combine(directory, Folder);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "ring-*.journal").Order() : [];
    }

    /// <summary>The room an entry takes in a file.</summary>
    public static int Align(int sizeBytes) => (sizeBytes + Alignment - 1) & ~(Alignment - 1);

    private static void Fill(LogFile file, int sizeBytes)
    {
        var zeros = new byte[256 * 1024];
        file.Truncate(0);
        for (int position = 0; position < sizeBytes; position += zeros.Length)
        {
            file.Write(zeros.AsSpan(0, Math.Min(zeros.Length, sizeBytes - position)), position);
        }

        file.Flush();
    }
}
