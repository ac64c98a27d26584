using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

internal sealed partial class SourceAppender
{
    [LoggerMessage(
        2, LogLevel.Error,
        "Task {Task} waits: the log does not take {Count} of its records: {Reason}. Nothing is lost: it tries "
        + "again, every 10 s at the latest, and reads on once they are stored.")]
    private static partial void LogObstacle(ILogger logger, string task, int count, string reason);
}
