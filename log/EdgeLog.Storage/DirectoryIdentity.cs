using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>edgelog.format</c>: which version of the on-disk format the directory has, and the directory's identity,
/// with a checksum from version 2 on, so that a flipped bit is never taken for another version.
/// </summary>
internal sealed record DirectoryIdentity(int Version, Guid Id)
{
    public const string FileName = "edgelog.format";
    public const int CurrentVersion = 2;

    private const int VersionWithoutChecksum = 1;

    /// <summary>What was out of the ordinary; null in health.</summary>
    public string? Finding { get; init; }

    /// <summary>
    /// Reads the file; writes it where it is new, older or damaged. Throws where the format is newer than this program.
    /// </summary>
    /// <returns>The identity, and the version that the directory had.</returns>
    public static DirectoryIdentity ReadOrCreate(LogFileSystem files, string directory)
    {
        string path = Path.Combine(directory, FileName);
        DirectoryIdentity? found = Parse(path);
        if (found?.Version > CurrentVersion)
        {
            throw new StorageException(
                $"The data directory {directory} has format {found.Version}; this program knows up to "
                + $"{CurrentVersion}. Install the newer version that wrote it, or use another data directory.");
        }

        if (found?.Version == CurrentVersion)
        {
            return found;
        }

        // Before anything else of the new format is written, so that an older program keeps away from it.
        DirectoryIdentity identity = found ?? Restore(path, directory);
        AtomicFile.Write(files, path, (identity with { Version = CurrentVersion }).Encode());
        return identity;
    }

    private static DirectoryIdentity Restore(string path, string directory)
    {
        bool isNew = !LogState.Exists(directory) && !LogPaths.PartitionFolders(directory).Any();
        if (isNew && !Path.Exists(path))
        {
            return new DirectoryIdentity(CurrentVersion, Guid.NewGuid());
        }

        return LogState.Read(directory)?.DirectoryId is { } id
            ? new DirectoryIdentity(CurrentVersion, id)
            {
                Finding = $"{path} was missing or damaged; it was written anew, with the identity in the state file.",
            }
            : new DirectoryIdentity(CurrentVersion, Guid.NewGuid())
            {
                Finding = $"{path} was missing or damaged, and the state file does not have the identity either: the "
                    + "directory has a new one. A mirror that knew the old one stops and says what to do.",
            };
    }

    private byte[] Encode() => ChecksummedText.Seal(
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"version: {Version}\nid: {Id:D}\n"));

    private static DirectoryIdentity? Parse(string path)
    {
        if (ChecksummedText.Read(path) is [{ } version, ..] lines)
        {
            return Number(version) is { } number
                ? new DirectoryIdentity(number, lines.Length > 1 && IdOf(lines[1]) is { } id ? id : Guid.Empty)
                : null;
        }

        return ChecksummedText.ReadUnchecked(path) is [{ } first, { } second]
            && Number(first) == VersionWithoutChecksum
            && IdOf(second) is { } oldId
            ? new DirectoryIdentity(VersionWithoutChecksum, oldId)
            : null;
    }

    private static int? Number(string line) =>
        line.StartsWith("version: ", StringComparison.Ordinal)
        && int.TryParse(line["version: ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private static Guid? IdOf(string line) =>
        line.StartsWith("id: ", StringComparison.Ordinal) && Guid.TryParse(line.AsSpan("id: ".Length), out Guid id)
            ? id
            : null;
}
