namespace EdgeLog.Storage;

/// <summary>
/// Measures a data directory: its filesystem by <c>statvfs</c>, itself by the blocks of every file in it, so that what
/// is reserved ahead counts and holes do not.
/// </summary>
internal static class SpaceMeter
{
    public static FilesystemSpace ReadFilesystem(string directory)
    {
        var drive = new DriveInfo(directory);
        return new FilesystemSpace(drive.TotalSize, drive.AvailableFreeSpace);
    }

    /// <summary>The bytes that all files and folders under <paramref name="directory"/> take.</summary>
    public static long MeasureUsed(string directory)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = true,
        };
        long bytes = SystemCalls.AllocatedBytes(directory);
        foreach (string path in Directory.EnumerateFileSystemEntries(directory, "*", options))
        {
            // One that has gone meanwhile takes nothing.
            bytes += SystemCalls.AllocatedBytes(path);
        }

        return bytes;
    }
}
