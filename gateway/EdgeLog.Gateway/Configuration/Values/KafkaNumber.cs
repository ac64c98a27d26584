using System.Globalization;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>
/// Kafka's settings take Kafka's plain numbers; people may write <c>30d</c> and <c>16MiB</c> too, which become those
/// numbers before Kafka's rules see them.
/// </summary>
internal static class KafkaNumber
{
    /// <summary>Turns a duration or size into the plain number that the setting <paramref name="key"/> takes.</summary>
    public static string Normalize(string key, string text)
    {
        if (text.Length == 0 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiLetter(text[^1]))
        {
            return text;
        }

        if (key.EndsWith(".ms", StringComparison.Ordinal) && DurationText.TryParse(text, out var duration))
        {
            return ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        if (key.EndsWith(".seconds", StringComparison.Ordinal) && DurationText.TryParse(text, out duration))
        {
            return ((long)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return IsSize(key) && SizeText.TryParse(text, out var sizeBytes)
            ? sizeBytes.ToString(CultureInfo.InvariantCulture)
            : text;
    }

    private static bool IsSize(string key) =>
        key.EndsWith(".bytes", StringComparison.Ordinal)
        || key is "batch.size" or "buffer.memory" or "max.request.size"
        || key.EndsWith("_bytes", StringComparison.Ordinal);
}
