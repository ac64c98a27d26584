using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>edgelog.format</c>: which version of the on-disk format the directory has, and the directory's identity.
/// </summary>
internal sealed record DirectoryIdentity(int Version, Guid Id)
{
    public const string FileName = "edgelog.format";
    public const int CurrentVersion = 1;

    /// <summary>
    /// Reads the file or, in a new directory, writes it. Throws where the format is newer than this program.
    /// </summary>
    public static DirectoryIdentity ReadOrCreate(LogFileSystem files, string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            var created = new DirectoryIdentity(CurrentVersion, Guid.NewGuid());
            AtomicFile.Write(files, path, created.Encode());
            return created;
        }

        DirectoryIdentity? identity = Parse(File.ReadAllText(path));
        if (identity is null)
        {
            throw new StorageException(
                $"{path} is not readable as a format file. Restore it from a backup: two lines, \"version: 1\" and "
                + "\"id: <uuid>\".");
        }

        return identity.Version > CurrentVersion
            ? throw new StorageException(
                $"The data directory {directory} has format {identity.Version}; this program knows up to "
                + $"{CurrentVersion}. Install the newer version that wrote it, or use another data directory.")
            : identity;
    }

    private byte[] Encode() =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"version: {Version}\nid: {Id:D}\n"));

    private static DirectoryIdentity? Parse(string text)
    {
        Dictionary<string, string> fields = text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0])
            .ToDictionary(group => group.Key, group => group.First()[1].Trim());
        return fields.TryGetValue("version", out string? version)
            && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && (number > CurrentVersion || fields.ContainsKey("id"))
            && Guid.TryParse(fields.GetValueOrDefault("id", Guid.Empty.ToString()), out Guid id)
            ? new DirectoryIdentity(number, id)
            : null;
    }
}
