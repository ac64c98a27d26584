using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace EdgeLog.Network.Security;

/// <summary>
/// What is known of a connection before it says who it is: where it came from and what its listener demands. A feature
/// of the connection.
/// </summary>
public sealed record PeerIdentity
{
    /// <summary>A connection that needs no name, as on loopback.</summary>
    public static PeerIdentity Local { get; } = new() { MayBeAnonymous = true };

    /// <summary>The listener's name in the configuration.</summary>
    public string Listener { get; init; } = string.Empty;

    /// <summary>The peer's address, or null where it has none.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Whether it may stay without authenticating.</summary>
    public bool MayBeAnonymous { get; init; }

    /// <summary>The certificate it showed, trusted at that time; or null.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether its listener trusts such a certificate now.</summary>
    public Func<X509Certificate2, bool> IsTrusted { get; init; } = static _ => false;
}
