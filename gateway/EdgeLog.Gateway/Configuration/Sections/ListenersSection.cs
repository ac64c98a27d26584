using System.Globalization;
using System.Net;
using EdgeLog.Kafka;
using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>listeners</c> section: a named map, merged over the three default listeners on loopback.</summary>
internal static class ListenersSection
{
    private static readonly (string Name, ListenerProtocol Protocol, int Port)[] Defaults =
    [
        ("mqtt", ListenerProtocol.Mqtt, 1883),
        ("kafka", ListenerProtocol.Kafka, 9092),
        ("http", ListenerProtocol.Http, 8790),
    ];

    private static readonly Dictionary<string, ListenerProtocol> Protocols = new(StringComparer.Ordinal)
    {
        ["mqtt"] = ListenerProtocol.Mqtt,
        ["kafka"] = ListenerProtocol.Kafka,
        ["http"] = ListenerProtocol.Http,
    };

    /// <summary>All listeners, the default ones first.</summary>
    public static IReadOnlyList<ListenerConfig> Read(MapReader section, IReadOnlyList<UserConfig> users)
    {
        var listeners = new List<ListenerConfig>();
        foreach (var (name, protocol, port) in Defaults)
        {
            var loopback = new IPEndPoint(IPAddress.Loopback, port);
            listeners.Add(ReadOne(section.Map(name), name, users, (protocol, loopback)));
        }

        foreach (var name in section.Keys.Where(k => !Protocols.ContainsKey(k)).ToList())
        {
            listeners.Add(ReadOne(section.Map(name), name, users, null));
        }

        foreach (var listener in listeners)
        {
            if (listeners.Find(l => l != listener && Clash(l, listener)) is { } other
                && listeners.IndexOf(other) < listeners.IndexOf(listener))
            {
                section.Context.Errors.Add(
                    listener.Mark, section.PathOf(listener.Name), listener.Address.ToString(),
                    $"listener {other.Name} has this address.");
            }
        }

        return listeners;
    }

    private static ListenerConfig ReadOne(
        MapReader reader, string name, IReadOnlyList<UserConfig> users,
        (ListenerProtocol Protocol, IPEndPoint Address)? usual)
    {
        var protocol = reader.Choice("protocol", usual?.Protocol ?? ListenerProtocol.Mqtt, Protocols);
        if (usual is null && !reader.Has("protocol"))
        {
            reader.RequiredText("protocol");
        }

        var address = reader.Has("address") || usual is not null
            ? reader.Value(
                "address", usual?.Address ?? new IPEndPoint(IPAddress.Loopback, 0), ParseAddress, a => a.ToString())
            : Missing(reader);
        var anonymous = reader.Boolean("allow_anonymous", IPAddress.IsLoopback(address.Address));
        var tls = TlsSection.Read(reader);
        if (protocol == ListenerProtocol.Kafka && !anonymous)
        {
            reader.Context.Errors.Add(
                reader.MarkOf("address"), reader.PathOf("address"), address.ToString(),
                "wants users, whom Kafka's API does not ask for in this version. Keep it on loopback, or let anyone "
                    + "who reaches it connect: allow_anonymous: true.");
        }
        else if (!anonymous && users.Count == 0 && tls?.Files.ClientCa is null)
        {
            reader.Context.Errors.Add(
                reader.MarkOf("address"), reader.PathOf("address"), address.ToString(),
                "lets nobody in: there are no users. Name some under users, or let anyone who reaches it connect: "
                    + "allow_anonymous: true.");
        }

        string? advertised = null;
        if (protocol == ListenerProtocol.Kafka)
        {
            advertised = reader.Has("advertised")
                ? reader.Value<string?>("advertised", null, ParseAdvertised, a => a ?? string.Empty)
                : null;
            reader.Suggest(["advertised"]);
        }

        reader.Finish();
        return new ListenerConfig(name, protocol, address, advertised, reader.MarkOf("address"))
        {
            AllowAnonymous = anonymous, Tls = tls,
        };
    }

    private static IPEndPoint Missing(MapReader reader)
    {
        reader.RequiredText("address");
        return new IPEndPoint(IPAddress.Loopback, 0);
    }

    private static string? ParseAddress(string text, out IPEndPoint address)
    {
        address = new IPEndPoint(IPAddress.Loopback, 0);
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        host = host == "localhost" ? "127.0.0.1" : host.TrimStart('[').TrimEnd(']');
        if (colon < 1 || !IPAddress.TryParse(host, out var ip)
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port > IPEndPoint.MaxPort)
        {
            return "not an address. Write IP:port, such as 127.0.0.1:1883, 0.0.0.0:1883 or [::]:1883.";
        }

        address = new IPEndPoint(ip, port);
        return null;
    }

    private static string? ParseAdvertised(string text, out string? advertised)
    {
        advertised = text;
        return AdvertisedAddress.TryParse(text, out _) ? null : "write host:port, as clients reach this gateway.";
    }

    private static bool Clash(ListenerConfig a, ListenerConfig b) => a.Address.Port != 0 && a.Address.Equals(b.Address);
}
