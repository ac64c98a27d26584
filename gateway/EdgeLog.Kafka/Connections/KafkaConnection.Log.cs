using System.Net;
using EdgeLog.Kafka.Protocol;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka.Connections;

/// <content>Events 3010 to 3019.</content>
internal sealed partial class KafkaConnection
{
    [LoggerMessage(3010, LogLevel.Warning,
        "Kafka client {Peer} was disconnected: {Reason} "
        + "What it had not been answered is not acknowledged; it may reconnect.")]
    private static partial void LogConnectionDropped(ILogger logger, EndPoint? peer, string reason);

    [LoggerMessage(3011, LogLevel.Error,
        "A {Api} version {Version} request of Kafka client {Peer} failed inside the gateway; "
        + "the client is disconnected. Please report this with the lines below.")]
    private static partial void LogRequestFailed(
        ILogger logger, Exception exception, EndPoint? peer, ApiKey api, short version);

    [LoggerMessage(3012, LogLevel.Warning,
        "A {Api} request of Kafka client {Peer} was not carried out: {Reason} "
        + "The client is disconnected and may retry.")]
    private static partial void LogStorageFailed(ILogger logger, EndPoint? peer, ApiKey api, string reason);

    [LoggerMessage(3013, LogLevel.Debug, "Kafka client {Peer} was disconnected: {Reason}")]
    private static partial void LogIdleClosed(ILogger logger, EndPoint? peer, string reason);

    [LoggerMessage(3014, LogLevel.Error,
        "A response to Kafka client {Peer} could not be written; the client is disconnected and may retry.")]
    private static partial void LogResponseFailed(ILogger logger, Exception exception, EndPoint? peer);
}
