using System.Net;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Network.Security;

public sealed partial class AccessControl
{
    [LoggerMessage(1001, LogLevel.Warning,
        "login of {User} from {Address} at listener {Listener} refused: {Why} {Unsaid} more since the last such line.")]
    private partial void LogRefused(string user, IPAddress address, string listener, string why, long unsaid);

    [LoggerMessage(1002, LogLevel.Warning,
        "{User} may not {Operation} {Name}: acls. {Unsaid} more denials since the last such line.")]
    private partial void LogDenied(string user, string operation, string name, long unsaid);

    [LoggerMessage(1003, LogLevel.Information,
        "{User} at listener {Listener} is disconnected: the configuration no longer lets it in.")]
    private partial void LogDropped(string user, string listener);
}
