using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

internal sealed partial class WorkerTask
{
    [LoggerMessage(1, LogLevel.Warning, "Task {Task} failed: {Reason}. It starts again in {Wait}.")]
    private static partial void LogFailed(ILogger logger, string task, string reason, TimeSpan wait, Exception cause);

    [LoggerMessage(
        2, LogLevel.Error, "Task {Task} lost {Count} records: {Reason}. See max.message.bytes of both topics.")]
    private static partial void LogLost(ILogger logger, string task, long count, string reason);
}
