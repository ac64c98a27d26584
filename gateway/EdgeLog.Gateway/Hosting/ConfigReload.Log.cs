namespace EdgeLog.Gateway.Hosting;

internal sealed partial class ConfigReload
{
    [LoggerMessage(2301, LogLevel.Information, "reloaded: {Changes} changes, {Restart} of them after a restart")]
    private partial void LogReloaded(int changes, int restart);

    [LoggerMessage(2302, LogLevel.Information, "reload: {Change}")]
    private partial void LogChange(string change);

    [LoggerMessage(2303, LogLevel.Error, "reload refused, nothing changed: {Message}")]
    private partial void LogRefused(string message);

    [LoggerMessage(2304, LogLevel.Error, "reload failed and is taken back: {Message}")]
    private partial void LogRollback(string message);
}
