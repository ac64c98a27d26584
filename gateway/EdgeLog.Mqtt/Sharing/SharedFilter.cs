namespace EdgeLog.Mqtt;

/// <summary>The filter of a shared subscription: <c>$share</c>, the share's name, a filter (MQTT 5, 4.8.2).</summary>
internal static class SharedFilter
{
    private const string Prefix = "$share/";

    /// <summary>Whether a filter is a share's.</summary>
    public static bool IsShared(string filter) => filter.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The filter without the share's name.</summary>
    public static string FilterOf(string filter) =>
        IsShared(filter) ? filter[(filter.IndexOf('/', Prefix.Length) + 1)..] : filter;

    /// <summary>Whether a share's filter has a name and a filter behind it (MQTT 5, 4.8.2).</summary>
    public static bool IsValid(string filter)
    {
        var slash = filter.IndexOf('/', Prefix.Length);
        return slash > Prefix.Length
            && filter.AsSpan(Prefix.Length, slash - Prefix.Length).IndexOfAny('+', '#') < 0
            && TopicFilter.IsFilter(filter[(slash + 1)..]);
    }
}
