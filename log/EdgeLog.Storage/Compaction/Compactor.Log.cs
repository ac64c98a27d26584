using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What compaction writes to the operator's log.</summary>
internal sealed partial class Compactor
{
    [LoggerMessage(
        2020, LogLevel.Information, "Compacted {Partition} from offset {From} to {To}: {Records} records gave way")]
    private partial void LogCompacted(string partition, long from, long to, long records);

    [LoggerMessage(
        2021,
        LogLevel.Warning,
        "{Partition} is left uncompacted and tried again in {Minutes} min; nothing was changed. {Reason}")]
    private partial void LogUncleanable(string partition, int minutes, string reason);

    [LoggerMessage(
        2022,
        LogLevel.Warning,
        "Compaction of {Partition} removed {Records} records without a key; "
        + "topics that hold such records keep them with cleanup.policy=delete")]
    private partial void LogKeyless(string partition, long records);
}
