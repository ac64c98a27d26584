namespace EdgeLog.Storage;

/// <summary>
/// Makes way for the files of a data directory where folders have taken their names, and the reverse. What is in the
/// way gets another name.
/// </summary>
internal static class DirectorySweep
{
    /// <summary>Looks at every name that is ours; returns what was found.</summary>
    public static List<string> Run(LogContext context)
    {
        List<string> findings = [];
        foreach (string path in Directory.EnumerateFileSystemEntries(context.Directory).ToArray())
        {
            bool isFolder = Directory.Exists(path);
            bool isPartition = LogPaths.ParsePartition(path) is not null;
            if (isPartition && isFolder)
            {
                SweepPartition(context, path, findings);
            }
            else if (isPartition || (isFolder && IsFile(Path.GetFileName(path))))
            {
                SetAside(context, path, findings);
            }
        }

        return findings;
    }

    /// <summary>A partition's folder holds no folders.</summary>
    private static void SweepPartition(LogContext context, string directory, List<string> findings)
    {
        foreach (string path in Directory.EnumerateDirectories(directory).ToArray())
        {
            if (!Path.GetFileName(path).Contains(LogPaths.AsideMark, StringComparison.Ordinal))
            {
                SetAside(context, path, findings);
            }
        }
    }

    private static bool IsFile(string name) =>
        name is "state" or "checkpoint" or "clean-shutdown" or "clock" or "boots" or "ballast"
            or DirectoryIdentity.FileName
        || name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    private static void SetAside(LogContext context, string path, List<string> findings)
    {
        string aside = LogPaths.Aside(path);
        context.Files.Rename(path, aside);
        findings.Add($"{path} is not what belongs there; it was renamed to {aside}.");
    }
}
