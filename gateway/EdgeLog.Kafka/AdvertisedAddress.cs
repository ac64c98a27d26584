using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace EdgeLog.Kafka;

/// <summary>The host and port that clients are told to connect to.</summary>
/// <param name="Host">A name or an IP address, without brackets.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record AdvertisedAddress(string Host, int Port)
{
    /// <summary>
    /// Reads <c>host:port</c> or <c>[IPv6]:port</c>; false where <paramref name="text" /> is neither.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AdvertisedAddress? address)
    {
        address = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null || colon < 1
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > IPEndPoint.MaxPort)
        {
            return false;
        }

        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            host = host[1..^1];
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return false;
        }

        address = new AdvertisedAddress(host, port);
        return true;
    }

    /// <summary>The local end of a connection: an address the client has just shown that it can reach.</summary>
    internal static AdvertisedAddress Of(EndPoint? local)
    {
        if (local is not IPEndPoint endPoint)
        {
            return new AdvertisedAddress("localhost", 9092);
        }

        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        return new AdvertisedAddress(address.ToString(), endPoint.Port);
    }
}
