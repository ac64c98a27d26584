namespace EdgeLog.Gateway.Admin;

internal sealed partial class AdminApplication
{
    [LoggerMessage(2101, LogLevel.Error, "{Method} {Path} failed by a fault of ours")]
    private partial void LogRequestFailed(Exception exception, string method, string path);
}
