using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

internal sealed partial class MqttConnection
{
    private ILogger Logger => _server.Logger;

    private void LogConnected(string client, ProtocolVersion version) => LogConnected(Logger, client, version);

    private void LogSlow(string client, string problem) => LogSlow(Logger, client, problem);

    private void LogUnanswered(string client) => LogUnanswered(Logger, client);

    private void LogUndelivered(string client, Exception failed) => LogUndelivered(Logger, failed, client);

    private void LogStateRefused(string client, Exception failed) => LogStateRefused(Logger, failed, client);

    private void LogWillLost(string client, Exception failed) => LogWillLost(Logger, failed, client);

    [LoggerMessage(5020, LogLevel.Debug, "MQTT client {Client} connected ({Version}).")]
    private static partial void LogConnected(ILogger logger, string client, ProtocolVersion version);

    [LoggerMessage(5022, LogLevel.Warning, "MQTT client {Client}: {Problem}")]
    private static partial void LogSlow(ILogger logger, string client, string problem);

    [LoggerMessage(5024, LogLevel.Error,
        "MQTT client {Client}: the log cannot be read, so its subscriptions are not served; it is disconnected.")]
    private static partial void LogUndelivered(ILogger logger, Exception failed, string client);

    [LoggerMessage(5025, LogLevel.Error, "MQTT client {Client}: the log did not take its will.")]
    private static partial void LogWillLost(ILogger logger, Exception failed, string client);

    [LoggerMessage(5026, LogLevel.Error,
        "MQTT client {Client}: the log did not take the state of its session; it is disconnected.")]
    private static partial void LogStateRefused(ILogger logger, Exception failed, string client);

    [LoggerMessage(5023, LogLevel.Warning,
        "MQTT client {Client} left before its last messages were durable and acknowledged; it will send them again.")]
    private static partial void LogUnanswered(ILogger logger, string client);
}
