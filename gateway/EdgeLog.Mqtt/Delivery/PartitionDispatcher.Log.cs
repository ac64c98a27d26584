using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

internal sealed partial class PartitionDispatcher
{
    [LoggerMessage(5010, LogLevel.Warning,
        "{Partition}: records {From} to {To} could not be read ({Error}) and were not delivered to MQTT subscribers.")]
    private partial void LogSkipped(string partition, long from, long to, ReadError error);

    [LoggerMessage(5012, LogLevel.Information,
        "{Partition}: the log has ended, and with it delivery to MQTT subscribers.")]
    private partial void LogStopped(Exception failed, string partition);

    [LoggerMessage(5011, LogLevel.Warning,
        "{Partition}: a batch at or after offset {Offset} cannot be decoded; MQTT subscribers do not get its records.")]
    private partial void LogUndecodable(Exception problem, string partition, long offset);
}
