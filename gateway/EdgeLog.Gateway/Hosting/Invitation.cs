using EdgeLog.Gateway.Configuration;

namespace EdgeLog.Gateway.Hosting;

/// <summary>What a newcomer can try next, with the ports that are open.</summary>
internal static class Invitation
{
    /// <summary>The lines, for a terminal.</summary>
    public static IEnumerable<string> Lines(GatewayParts parts)
    {
        var (mqtt, kafka, http) = (
            Open(parts, ListenerProtocol.Mqtt), Open(parts, ListenerProtocol.Kafka),
            Open(parts, ListenerProtocol.Http));
        yield return string.Empty;
        yield return "  Try, in another terminal:";
        if (mqtt is not null)
        {
            yield return $"    mosquitto_pub -p {mqtt.Address.Port} -q 1 -t plant/press/temperature -m 21.5";
        }

        if (kafka is not null)
        {
            yield return $"    kcat -b {Reach(kafka)} -C -t mqtt -o beginning -e -f '%k %s\\n'";
            if (parts.Config.Devices.Count > 0)
            {
                yield return $"    kcat -b {Reach(kafka)} -C -t {parts.Config.Devices[0].Topic} -o -5 -f '%k %s\\n'";
            }
        }

        if (http is not null)
        {
            yield return $"    curl {Reach(http)}/health";
        }

        yield return $"    {CommandName.Typed} status";
        yield return string.Empty;
    }

    private static OpenListener? Open(GatewayParts parts, ListenerProtocol protocol) =>
        parts.Listeners.Listeners.FirstOrDefault(l => l.Config.Protocol == protocol && l.Reason is null);

    private static string Reach(OpenListener listener) => $"localhost:{listener.Address.Port}";
}
