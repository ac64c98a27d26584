using System.Globalization;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Lines of text whose last one is the CRC-32C of those before.</summary>
internal static class ChecksummedText
{
    private const string CrcPrefix = "crc ";

    /// <summary>Adds the checksum's line.</summary>
    public static byte[] Seal(StringBuilder lines)
    {
        uint crc = Crc32C.Compute(Encoding.ASCII.GetBytes(lines.ToString()));
        lines.Append(CultureInfo.InvariantCulture, $"{CrcPrefix}{crc:x8}\n");
        return Encoding.ASCII.GetBytes(lines.ToString());
    }

    /// <summary>
    /// The lines before the checksum's; null where the file is missing or the checksum is not theirs.
    /// </summary>
    public static string[]? Read(string path) => File.Exists(path) ? Parse(File.ReadAllBytes(path)) : null;

    /// <summary>The same of a file that nothing depends on: null too where the disk does not give it.</summary>
    public static string[]? TryRead(string path)
    {
        try
        {
            return Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[]? Parse(byte[] content)
    {
        string text = Encoding.ASCII.GetString(content);
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
