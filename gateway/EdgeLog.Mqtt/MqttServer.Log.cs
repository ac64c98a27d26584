using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

public sealed partial class MqttServer
{
    private void LogRefused(string peer, int max) => LogRefused(Logger, peer, max);

    [LoggerMessage(5030, LogLevel.Warning,
        "MQTT connection of {Peer} refused: {Max} are open. Raise mqtt.limits.max_connections if they are all wanted.")]
    private static partial void LogRefused(ILogger logger, string peer, int max);
}
