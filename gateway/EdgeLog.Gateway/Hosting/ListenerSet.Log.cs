namespace EdgeLog.Gateway.Hosting;

internal sealed partial class ListenerSet
{
    [LoggerMessage(2201, LogLevel.Warning, "listener {Name} is not open: {Reason}. Everything else goes on")]
    private partial void LogHttpUnavailable(string name, string reason);

    [LoggerMessage(2202, LogLevel.Information, "listener {Name}: new certificates, valid until {Until:yyyy-MM-dd}")]
    private partial void LogRenewed(string name, DateTime until);
}
