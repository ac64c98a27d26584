using System.Security.Cryptography.X509Certificates;

namespace EdgeLog.Network.Security;

/// <summary>
/// Who a connection acts for. Made by <see cref="AccessControl.Login"/>; safe from any thread.
/// </summary>
public sealed class Principal
{
    /// <summary>What whoever is not authenticated is called in the access list.</summary>
    public const string AnonymousName = "anonymous";

    private Grants? _grants;

    internal Principal(string name, PeerIdentity peer)
    {
        Name = name;
        Peer = peer;
    }

    /// <summary>Nobody in particular, where anybody may connect.</summary>
    public static Principal Anonymous { get; } = new(AnonymousName, PeerIdentity.Local);

    /// <summary>The user's name.</summary>
    public string Name { get; }

    /// <summary>Whether it did not authenticate.</summary>
    public bool IsAnonymous => Credential is null && Certificate is null;

    /// <summary>Where it came from.</summary>
    internal PeerIdentity Peer { get; }

    /// <summary>The password it had right.</summary>
    internal UserCredential? Credential { get; init; }

    /// <summary>The certificate it came with.</summary>
    internal X509Certificate2? Certificate { get; init; }

    /// <summary>What the list says about it; picked anew where the list is another than last time.</summary>
    internal Grants GrantsOf(AccessList list)
    {
        var grants = Volatile.Read(ref _grants);
        if (grants is null || grants.List != list)
        {
            grants = new Grants(list, Name);
            Volatile.Write(ref _grants, grants);
        }

        return grants;
    }
}
