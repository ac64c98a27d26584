using System.Globalization;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Lines of text whose last one is the CRC-32C of those before.</summary>
internal static class ChecksummedText
{
    private const string CrcPrefix = "crc ";
    private const long LargestBytes = 256 * 1024 * 1024;

    /// <summary>Adds the checksum's line.</summary>
    public static byte[] Seal(StringBuilder lines)
    {
        uint crc = Crc32C.Compute(Encoding.ASCII.GetBytes(lines.ToString()));
        lines.Append(CultureInfo.InvariantCulture, $"{CrcPrefix}{crc:x8}\n");
        return Encoding.ASCII.GetBytes(lines.ToString());
    }

    /// <summary>
    /// The lines before the checksum's; null where the file is missing, the disk does not give it, or the checksum is
    /// not theirs.
    /// </summary>
    public static string[]? Read(string path) => Text(path) is { } text ? Parse(text) : null;

    /// <summary>All lines of a file that was written before it had a checksum; null where it is missing.</summary>
    public static string[]? ReadUnchecked(string path) =>
        Text(path)?.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string? Text(string path)
    {
        try
        {
            // Nothing of ours is that large: something else is in its place.
            return new FileInfo(path) is { Exists: true, Length: <= LargestBytes }
                ? Encoding.ASCII.GetString(File.ReadAllBytes(path))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[]? Parse(string text)
    {
        int last = text.LastIndexOf(CrcPrefix, StringComparison.Ordinal);
        if (last < 0)
        {
            return null;
        }

        uint crc = Crc32C.Compute(Encoding.ASCII.GetBytes(text[..last]));
        string expected = string.Create(CultureInfo.InvariantCulture, $"{CrcPrefix}{crc:x8}\n");
        return text[last..] == expected ? text[..last].Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
    }
}
