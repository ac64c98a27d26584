using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Network.Security;

/// <summary>
/// Who may connect and what they may do, for every protocol: users, failures, the access list. A reload swaps users and
/// list whole; questions are answered from the snapshot of the moment. Safe from any thread.
/// </summary>
public sealed partial class AccessControl
{
    // Whoever asks for a user that is not there waits as long as for one that is.
    private static readonly UserCredential Decoy = UserCredential.OfPassword(Guid.NewGuid().ToString());

    private readonly FailedLogins _failures;
    private readonly LineLimit _loginLines;
    private readonly LineLimit _denialLines;
    private readonly ILogger _logger;
    private readonly AccessCounters _counters = new();
    private Snapshot _now;

    /// <summary>Guards by <paramref name="config"/>.</summary>
    public AccessControl(SecurityConfig config, SecurityLimits limits, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(config);
        _now = new Snapshot(config);
        _failures = new FailedLogins(limits, time);
        _loginLines = new LineLimit(time);
        _denialLines = new LineLimit(time);
        _logger = logger;
    }

    /// <summary>Users have passwords: whoever gives a name must give its password.</summary>
    public bool HasUsers => Volatile.Read(ref _now).Users.Count > 0;

    /// <summary>In numbers.</summary>
    public SecurityStatistics Statistics => _counters.Copy();

    /// <summary>Swaps users and list; who is connected is asked for by <see cref="IsWelcome"/>.</summary>
    public void Reconfigure(SecurityConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Volatile.Write(ref _now, new Snapshot(config));
    }

    /// <summary>
    /// Lets someone in, or not. A certificate that the listener trusts says who it is, whatever name is given; else the
    /// password does. Where nobody has a password, a name is not looked at.
    /// </summary>
    /// <param name="peer">The connection.</param>
    /// <param name="user">The name given, or null.</param>
    /// <param name="password">The password given.</param>
    public LoginResult Login(PeerIdentity peer, string? user, ReadOnlySpan<byte> password)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var now = Volatile.Read(ref _now);
        if (peer.Certificate is { } certificate)
        {
            return Admit(now, new Principal(NameIn(certificate), peer) { Certificate = certificate });
        }

        if (user is null || now.Users.Count == 0)
        {
            return peer.MayBeAnonymous
                ? Admit(now, new Principal(Principal.AnonymousName, peer))
                : Refuse(peer, user, LoginError.NotAuthorized, "this listener wants a user and a password.");
        }

        if (_failures.IsPenalized(peer.Address, user))
        {
            AccessCounters.Add(ref _counters.LoginsThrottled);
            return new LoginResult(null, LoginError.TooManyFailures);
        }

        var credential = now.Users.GetValueOrDefault(user);
        if (!(credential ?? Decoy).Verify(password) || credential is null)
        {
            return Fail(peer, user);
        }

        _failures.Forget(peer.Address, user);
        return Admit(now, new Principal(user, peer) { Credential = credential });
    }

    /// <summary>Whether what was let in would be let in now.</summary>
    public bool IsWelcome(Principal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        var now = Volatile.Read(ref _now);
        if (now.List is { } list && principal.GrantsOf(list).IsBanned)
        {
            return false;
        }

        if (principal.Certificate is { } certificate)
        {
            return principal.Peer.IsTrusted(certificate);
        }

        return principal.Credential is { } credential
            ? now.Users.TryGetValue(principal.Name, out var current) && current.IsSame(credential)
            : principal.Peer.MayBeAnonymous;
    }

    /// <summary>Whether the access list allows an operation on a thing of that name; yes where there is none.</summary>
    public bool Allows(Principal principal, AccessOperations operation, ResourceType type, ReadOnlySpan<byte> name)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return Volatile.Read(ref _now).List is not { } list || principal.GrantsOf(list).Allows(operation, type, name);
    }

    /// <summary>Whether it allows it on anything of that type.</summary>
    public bool AllowsSome(Principal principal, AccessOperations operation, ResourceType type)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return Volatile.Read(ref _now).List is not { } list || principal.GrantsOf(list).AllowsSome(operation, type);
    }

    private static string NameIn(X509Certificate2 certificate) =>
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private LoginResult Admit(Snapshot now, Principal principal)
    {
        if (now.List is { } list && principal.GrantsOf(list).IsBanned)
        {
            return Refuse(principal.Peer, principal.Name, LoginError.NotAuthorized, "the access list denies it all.");
        }

        if (!principal.IsAnonymous)
        {
            AccessCounters.Add(ref _counters.LoginsAccepted);
        }

        return new LoginResult(principal, LoginError.None);
    }

    private LoginResult Fail(PeerIdentity peer, string user)
    {
        _failures.Add(peer.Address, user);
        return Refuse(peer, user, LoginError.BadCredentials, "no such user, or not its password.");
    }

    private LoginResult Refuse(PeerIdentity peer, string? user, LoginError error, string why)
    {
        AccessCounters.Add(ref _counters.LoginsRefused);
        if (_loginLines.TryPass(out var unsaid))
        {
            LogRefused(user ?? Principal.AnonymousName, peer.Address ?? IPAddress.None, peer.Listener, why, unsaid);
        }

        return new LoginResult(null, error);
    }

    private sealed class Snapshot(SecurityConfig config)
    {
        public Dictionary<string, UserCredential> Users { get; } =
            config.Users.ToDictionary(user => user.Name, user => user.Credential, StringComparer.Ordinal);

        public AccessList? List { get; } = config.Rules is { } rules ? new AccessList(rules) : null;
    }
}
