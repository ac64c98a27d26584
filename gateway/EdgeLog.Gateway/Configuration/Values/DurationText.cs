using System.Globalization;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>Durations for people: <c>500ms</c>, <c>5s</c>, <c>10m</c>, <c>2h</c>, <c>7d</c>.</summary>
internal static class DurationText
{
    /// <summary>What to write, for error messages.</summary>
    public const string Expected = "Write a duration: 500ms, 5s, 10m, 2h or 7d.";

    private static readonly (string Unit, long Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration with its unit; a bare 0 needs none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        var unit = text.AsSpan(digits.Length);
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        foreach (var (name, milliseconds) in Units)
        {
            if (unit.SequenceEqual(name) && number <= (decimal)TimeSpan.MaxValue.TotalMilliseconds / milliseconds / 2)
            {
                duration = TimeSpan.FromTicks((long)(number * milliseconds * TimeSpan.TicksPerMillisecond));
                return true;
            }
        }

        return false;
    }

    /// <summary>The shortest exact way to write <paramref name="duration"/>.</summary>
    public static string Format(TimeSpan duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        for (var i = Units.Length - 1; i > 0; i--)
        {
            if (milliseconds != 0 && milliseconds % Units[i].Milliseconds == 0)
            {
                return (milliseconds / Units[i].Milliseconds).ToString(CultureInfo.InvariantCulture) + Units[i].Unit;
            }
        }

        return milliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }

    /// <summary>
    /// A duration for a status line, rounded to what a person wants: <c>3h12m</c>, <c>0.4s</c>, <c>12d</c>.
    /// </summary>
    public static string Rough(TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 1 } => "0s",
        { TotalMilliseconds: < 100 } =>
            string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms"),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0}s"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalSeconds}s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}m"),
        { TotalHours: < 48 } => $"{(int)duration.TotalHours}h{duration.Minutes:00}m",
        _ => $"{(int)duration.TotalDays}d",
    };
}
