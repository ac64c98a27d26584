using System.Globalization;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>Numbers of things for people: <c>1 partition</c>, <c>2 partitions</c>.</summary>
internal static class CountText
{
    /// <summary>So many of what <paramref name="noun"/> names.</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A number for a table: <c>980</c>, <c>12k</c>, <c>4.6M</c>.</summary>
    public static string Short(long count) => count switch
    {
        < 10_000 => count.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1_000}k"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.#}M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.#}G"),
    };
}
