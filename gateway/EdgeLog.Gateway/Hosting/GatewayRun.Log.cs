namespace EdgeLog.Gateway.Hosting;

internal sealed partial class GatewayRun
{
    [LoggerMessage(2001, LogLevel.Information, "EdgeLog {Version}: config {Config}, data {Data}")]
    private partial void LogStarting(string version, string config, string data);

    [LoggerMessage(2003, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(2004, LogLevel.Information, "listening: {Protocol} on {Address}")]
    private partial void LogListening(string protocol, string address);

    [LoggerMessage(2005, LogLevel.Information, "ready: {Name} with {Summary}, {Milliseconds:0} ms after the start")]
    private partial void LogReady(string name, string summary, double milliseconds);

    [LoggerMessage(2006, LogLevel.Information, "stopping: no new connections, finishing what is under way")]
    private partial void LogStopping();

    [LoggerMessage(2007, LogLevel.Information, "stopped: everything flushed")]
    private partial void LogStopped();

    [LoggerMessage(
        2008, LogLevel.Critical, "the log failed: {Message}. Exiting, so that recovery can judge what is there")]
    private partial void LogStorageFailed(string message);

    [LoggerMessage(2009, LogLevel.Critical, "not started: {Message}")]
    private partial void LogNotStarted(string message);

    [LoggerMessage(2010, LogLevel.Critical, "{Loop} failed; exiting")]
    private partial void LogLoopFailed(Exception exception, string loop);

    [LoggerMessage(
        2011, LogLevel.Warning,
        "no socket for commands at {Path}: {Message}. The gateway runs; commands cannot reach it. A path may have "
            + "{Max} bytes")]
    private partial void LogSocketUnavailable(string path, string message, int max);
}
