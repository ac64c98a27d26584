using System.Globalization;

namespace EdgeLog.Storage;

/// <summary>Numbers as people write them: <c>7d</c>, <c>500ms</c>, <c>16MiB</c>.</summary>
internal static class HumanNumber
{
    private static readonly (string Suffix, long Factor)[] Durations =
    [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 7 * 86_400_000L),
    ];

    private static readonly (string Suffix, long Factor)[] Sizes =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("B", 1),
    ];

    /// <summary>Reads a number with a unit of <paramref name="unit"/>, in milliseconds or bytes.</summary>
    public static bool TryParse(string text, SettingUnit unit, out long number)
    {
        number = 0;
        (string Suffix, long Factor)[] suffixes = unit switch
        {
            SettingUnit.Milliseconds => Durations,
            SettingUnit.Bytes => Sizes,
            SettingUnit.None or _ => [],
        };
        foreach ((string suffix, long factor) in suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && long.TryParse(
                    text.AsSpan(0, text.Length - suffix.Length).TrimEnd(),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out long count)
                && count <= long.MaxValue / factor)
            {
                number = count * factor;
                return true;
            }
        }

        return false;
    }
}
