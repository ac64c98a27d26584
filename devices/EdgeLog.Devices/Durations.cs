using System.Globalization;
using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>Settings that are spans of time: <c>500ms</c>, <c>5s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>.</summary>
internal static class Durations
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>The span, or null where there is none.</summary>
    public static TimeSpan? Find(PropertyReader settings, string key)
    {
        if (settings.Find(key) is not { } text)
        {
            return null;
        }

        foreach ((string suffix, TimeSpan unit) in Units)
        {
            string number = text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : "";
            if (double.TryParse(number, CultureInfo.InvariantCulture, out double count)
                && count > 0
                && count * unit.TotalDays < TimeSpan.MaxValue.TotalDays)
            {
                return unit * count;
            }
        }

        throw settings.Invalid(key, text, "write a time such as 500ms, 5s, 10m, 2h or 7d");
    }
}
