using System.Security.Cryptography;
using System.Text;

namespace EdgeLog.Network.Security;

/// <summary>
/// What a user's password is checked against: hashes from the configuration, or ones made at the first use of a secret
/// that it refers to. Remembers, under a key of this process alone, the password that was right last, so that a fleet
/// that comes back after a power cut costs one hash each. Safe from any thread.
/// </summary>
public sealed class UserCredential
{
    private static readonly byte[] ProcessKey = RandomNumberGenerator.GetBytes(32);

    private readonly Lazy<ScramVerifier?> _sha256;
    private readonly Lazy<ScramVerifier?> _sha512;
    private byte[]? _lastRight;

    private UserCredential(string text, Func<ScramMechanism, ScramVerifier?> verifierOf)
    {
        Fingerprint = Fingerprint32(Encoding.UTF8.GetBytes(text));
        _sha256 = new Lazy<ScramVerifier?>(() => verifierOf(ScramMechanism.Sha256));
        _sha512 = new Lazy<ScramVerifier?>(() => verifierOf(ScramMechanism.Sha512));
    }

    /// <summary>By which a reload knows whether the password is still the same.</summary>
    private byte[] Fingerprint { get; }

    /// <summary>One from hashes, separated by spaces; null where the text is none.</summary>
    public static UserCredential? TryParseHashes(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var verifiers = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ScramVerifier.TryParse).ToList();
        return verifiers.Count == 0 || verifiers.Contains(null)
            ? null
            : new UserCredential(text, mechanism => verifiers.Find(v => v!.Mechanism == mechanism));
    }

    /// <summary>One from the password itself.</summary>
    public static UserCredential OfPassword(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var bytes = Encoding.UTF8.GetBytes(password);

        // The fewest rounds: the password is at hand anyway, and many users at once start on one small board.
        return new UserCredential(
            password, mechanism => ScramVerifier.Create(mechanism, bytes, ScramVerifier.IterationsMin));
    }

    /// <summary>What a SCRAM exchange goes by; null where the hash is of the other kind.</summary>
    public ScramVerifier? VerifierFor(ScramMechanism mechanism) =>
        mechanism == ScramMechanism.Sha256 ? _sha256.Value : _sha512.Value;

    /// <summary>Whether it is the password.</summary>
    public bool Verify(ReadOnlySpan<byte> password)
    {
        var fingerprint = Fingerprint32(password);
        if (Volatile.Read(ref _lastRight) is { } known && CryptographicOperations.FixedTimeEquals(known, fingerprint))
        {
            return true;
        }

        var isRight = (_sha256.Value ?? _sha512.Value)!.Verify(password);
        if (isRight)
        {
            Volatile.Write(ref _lastRight, fingerprint);
        }

        return isRight;
    }

    /// <summary>Whether both are of the same configured text.</summary>
    internal bool IsSame(UserCredential other) =>
        CryptographicOperations.FixedTimeEquals(Fingerprint, other.Fingerprint);

    private static byte[] Fingerprint32(ReadOnlySpan<byte> text) => HMACSHA256.HashData(ProcessKey, text);
}
