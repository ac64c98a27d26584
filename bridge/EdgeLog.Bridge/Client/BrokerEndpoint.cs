using System.Globalization;

namespace EdgeLog.Bridge;

/// <summary>Where a broker listens.</summary>
internal readonly record struct BrokerEndpoint(string Host, int Port)
{
    public override string ToString() =>
        Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads <c>host:port</c>; an IPv6 address stands in brackets.</summary>
    public static bool TryParse(string text, out BrokerEndpoint endpoint)
    {
        endpoint = default;
        int colon = text.LastIndexOf(':');
        if (colon <= 0
            || !ushort.TryParse(
                text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || port == 0)
        {
            return false;
        }

        endpoint = new BrokerEndpoint(text[..colon].Trim('[', ']'), port);
        return endpoint.Host.Length > 0;
    }
}
