using System.Globalization;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>Numbers of things for people: <c>1 partition</c>, <c>2 partitions</c>.</summary>
internal static class CountText
{
    /// <summary>So many of what <paramref name="noun"/> names.</summary>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
