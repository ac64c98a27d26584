using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

public sealed partial class MqttServer
{
    private void LogMissed(string client, string partition, long from, long to) =>
        LogMissed(Logger, client, partition, from, to);

    private void LogRefused(string peer, int max) => LogRefused(Logger, peer, max);

    [LoggerMessage(5031, LogLevel.Warning,
        "MQTT client {Client} was away too long: {Partition} has not offsets {From} to {To} any more; what of it"
        + " was for the client is lost to it. `edgelog gaps` says why.")]
    private static partial void LogMissed(ILogger logger, string client, string partition, long from, long to);

    [LoggerMessage(5030, LogLevel.Warning,
        "MQTT connection of {Peer} refused: {Max} are open. Raise mqtt.limits.max_connections if they are all wanted.")]
    private static partial void LogRefused(ILogger logger, string peer, int max);
}
