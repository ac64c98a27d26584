using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka.Groups;

internal sealed partial class GroupCoordinator
{
    [LoggerMessage(4101, LogLevel.Information, "{Groups} consumer groups with {Offsets} committed offsets")]
    private partial void LogReplayed(int groups, int offsets);

    [LoggerMessage(
        4102, LogLevel.Warning,
        "consumer group {Group}: {Error}; it is not recorded, and its clients try again. Make room on the disk, or "
            + "raise data.limit")]
    private partial void LogNotWritten(string group, AppendError error);

    [LoggerMessage(4103, LogLevel.Information, "{Count} committed offsets have expired or lost their topic")]
    private partial void LogExpired(int count);
}
