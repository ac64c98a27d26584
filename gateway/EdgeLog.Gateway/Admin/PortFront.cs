using System.Net.Http.Headers;
using System.Text;
using EdgeLog.Gateway.Listening;
using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Admin;

/// <summary>
/// What comes before the API on a port: MQTT over WebSocket, which logs in by its own words, and logging in (HTTP
/// Basic) where the listener demands it.
/// </summary>
internal sealed class PortFront(AccessControl access, MqttOverWebSocket mqtt)
{
    private static readonly byte[] ClusterName = "kafka-cluster"u8.ToArray();

    /// <summary>Answers a request that goes no further; false where it does.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        if (context.Request.Path == MqttOverWebSocket.Path)
        {
            await mqtt.ServeAsync(context);
            return true;
        }

        var status = Judge(context);
        if (status == StatusCodes.Status200OK)
        {
            return false;
        }

        context.Response.StatusCode = status;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"EdgeLog\", charset=\"UTF-8\"";
        await JsonReply.WriteAsync(
            context, new ErrorReply("a user and a password, please, of one who may describe the cluster"),
            AdminJson.Default.ErrorReply);
        return true;
    }

    private static bool TryReadCredentials(HttpContext context, out string user, out string password)
    {
        (user, password) = (string.Empty, string.Empty);
        var bytes = new byte[1024];
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header.Parameter ?? string.Empty, bytes, out var count))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            (user, password) = (text[..colon], text[(colon + 1)..]);
        }

        return colon >= 0;
    }

    private int Judge(HttpContext context)
    {
        var peer = context.Features.Get<PeerIdentity>() ?? new PeerIdentity();
        var login = TryReadCredentials(context, out var user, out var password)
            ? access.Login(peer, user, Encoding.UTF8.GetBytes(password))
            : peer.MayBeAnonymous || peer.Certificate is not null
                ? access.Login(peer, null, default)
                : new LoginResult(null, LoginError.NotAuthorized);
        return login.Principal switch
        {
            null when login.Error == LoginError.TooManyFailures => StatusCodes.Status429TooManyRequests,
            null => StatusCodes.Status401Unauthorized,
            var who when peer.MayBeAnonymous && who.IsAnonymous => StatusCodes.Status200OK,
            var who when access.Allows(who, AccessOperations.Describe, ResourceType.Cluster, ClusterName) =>
                StatusCodes.Status200OK,
            _ => StatusCodes.Status403Forbidden,
        };
    }
}
