using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

internal sealed partial class Refusals
{
    [LoggerMessage(5031, LogLevel.Warning,
        "A message of MQTT client {Client} to {Topic} was refused: {Reason} A client of MQTT 5 was told (QoS 1); "
        + "all others went to the dead letters. {Unsaid} more since the last such line.")]
    private static partial void LogRefused(
        ILogger logger, string client, string topic, string reason, long unsaid);

    [LoggerMessage(5032, LogLevel.Error,
        "The log does not take messages of MQTT client {Client}: {Reason} Nothing is acknowledged that is not stored: "
        + "at QoS 1 the client is told or disconnected and keeps them, at QoS 0 they are dropped and counted. "
        + "{Unsaid} more since the last such line.")]
    private static partial void LogRunRefused(ILogger logger, string client, string reason, long unsaid);

    [LoggerMessage(5021, LogLevel.Information,
        "MQTT client {Client} disconnected, {Reason}: {Problem} {Unsaid} more of that kind since the last such line.")]
    private static partial void LogFault(
        ILogger logger, string client, ReasonCode reason, string problem, long unsaid);
}
