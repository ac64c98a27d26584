namespace EdgeLog.Gateway.Hosting;

internal sealed partial class ListenerSet
{
    [LoggerMessage(2201, LogLevel.Warning, "listener {Name} is not open: {Reason}. Everything else goes on")]
    private partial void LogHttpUnavailable(string name, string reason);
}
