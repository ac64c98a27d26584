using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>A filter of an MQTT source, which may have named levels and be shared.</summary>
/// <param name="Subscribed">As the broker gets it.</param>
/// <param name="Routed">As a route has it: with names, without <c>$share/group/</c>.</param>
internal sealed record SourceFilter(string Subscribed, string Routed)
{
    private const string Share = "$share/";

    /// <summary>Throws <see cref="ConfigException"/> where it is none.</summary>
    public static SourceFilter Parse(string text)
    {
        var end = text.StartsWith(Share, StringComparison.Ordinal)
            ? text.IndexOf('/', Share.Length) + 1
            : 0;
        if (text.StartsWith(Share, StringComparison.Ordinal) && end <= Share.Length + 1)
        {
            throw new ConfigException("filters", $"\"{text}\" is not a shared subscription: $share/GROUP/FILTER.");
        }

        var plain = new RouteFilter("filters", text[end..]).Plain;
        return new SourceFilter(text[..end] + plain, text[end..]);
    }
}
