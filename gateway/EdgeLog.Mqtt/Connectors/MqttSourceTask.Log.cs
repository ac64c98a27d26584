using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

internal sealed partial class MqttSourceTask
{
    [LoggerMessage(
        60, LogLevel.Warning,
        "{Address} grants {Filter} at QoS {Granted} only, where {Asked} was asked for: at QoS 0 messages are lost "
        + "whenever the connection is.")]
    private static partial void LogWeaker(ILogger logger, string address, string filter, int granted, int asked);
}
