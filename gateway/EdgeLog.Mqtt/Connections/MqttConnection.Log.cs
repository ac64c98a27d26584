using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

internal sealed partial class MqttConnection
{
    private ILogger Logger => _server.Logger;

    private void LogConnected(string client, ProtocolVersion version) => LogConnected(Logger, client, version);

    private void LogFault(string client, ReasonCode reason, string problem) =>
        LogFault(Logger, client.Length == 0 ? "not yet connected" : client, reason, problem);

    private void LogSlow(string client, string problem) => LogSlow(Logger, client, problem);

    private void LogUnanswered(string client) => LogUnanswered(Logger, client);

    [LoggerMessage(5020, LogLevel.Debug, "MQTT client {Client} connected ({Version}).")]
    private static partial void LogConnected(ILogger logger, string client, ProtocolVersion version);

    [LoggerMessage(5021, LogLevel.Information, "MQTT client {Client} disconnected, {Reason}: {Problem}")]
    private static partial void LogFault(ILogger logger, string client, ReasonCode reason, string problem);

    [LoggerMessage(5022, LogLevel.Warning, "MQTT client {Client}: {Problem}")]
    private static partial void LogSlow(ILogger logger, string client, string problem);

    [LoggerMessage(5023, LogLevel.Warning,
        "MQTT client {Client} left before its last messages were durable and acknowledged; it will send them again.")]
    private static partial void LogUnanswered(ILogger logger, string client);
}
