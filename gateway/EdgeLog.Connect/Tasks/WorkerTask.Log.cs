using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

internal abstract partial class WorkerTask
{
    [LoggerMessage(1, LogLevel.Warning, "Task {Task} failed: {Reason}. It starts again in {WaitSeconds:0.0} s.")]
    private static partial void LogFailed(
        ILogger logger, string task, string reason, double waitSeconds, Exception cause);
}
