using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeLog.Devices;

/// <summary>
/// Reads the small files of <c>/proc</c> and <c>/sys</c>, whose content is made up when they are read.
/// </summary>
internal static class KernelFile
{
    /// <summary>
    /// The kernel gives a page of an attribute at most; of <c>/proc/stat</c> the beginning is enough.
    /// </summary>
    private const int MaxBytes = 4096;

    /// <summary>The file's text, trimmed. Throws what the system says.</summary>
    public static string ReadText(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        Span<byte> buffer = stackalloc byte[MaxBytes];
        int read = RandomAccess.Read(file, buffer, 0);
        return Encoding.UTF8.GetString(buffer[..read]).Trim();
    }

    /// <summary>The file's text, trimmed; null where there is no such file.</summary>
    public static string? FindText(string path) => File.Exists(path) ? ReadText(path) : null;

    /// <summary>The file's text as a number. Throws <see cref="SensorException"/> where it is none.</summary>
    public static double ReadNumber(string path)
    {
        string text = ReadText(path);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new SensorException($"{path} does not hold a number: \"{text}\"");
    }

    /// <summary>A name that can be part of a sensor's: without blanks and slashes.</summary>
    public static string NamePart(string text) =>
        string.Concat(text.Select(c => char.IsWhiteSpace(c) || c == '/' ? '_' : c));
}
