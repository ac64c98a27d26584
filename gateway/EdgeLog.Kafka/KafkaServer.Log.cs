using System.Net;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka;

/// <content>Events 3000 to 3009.</content>
public sealed partial class KafkaServer
{
    [LoggerMessage(3000, LogLevel.Warning,
        "Kafka client {Peer} was refused: {Limit} connections are open, the limit. "
        + "It may retry; raise the limit or close clients.")]
    private static partial void LogConnectionRefused(ILogger logger, EndPoint? peer, int limit);
}
