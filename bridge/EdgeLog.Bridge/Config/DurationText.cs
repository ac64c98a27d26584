using System.Globalization;

namespace EdgeLog.Bridge;

/// <summary>
/// Durations as the file writes them: Kafka's plain milliseconds, or <c>500ms</c>, <c>5s</c>, <c>10m</c>.
/// </summary>
internal static class DurationText
{
    private static readonly (string Suffix, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        (string suffix, double unit) = Units.FirstOrDefault(
            candidate => text.EndsWith(candidate.Suffix, StringComparison.Ordinal), ("", 1));
        bool parsed = double.TryParse(
            text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double number);
        bool inRange = parsed && number * unit <= int.MaxValue;
        duration = inRange ? TimeSpan.FromMilliseconds(number * unit) : default;
        return inRange;
    }
}
