using System.Globalization;
using System.Security.Cryptography;

namespace EdgeLog.Network.Security;

/// <summary>
/// What a server keeps of a password (RFC 5802, section 3): salt, rounds and two keys, from which nobody gets it back
/// and nobody logs in. Written as <c>SCRAM-SHA-256$rounds:salt$stored-key:server-key</c>, the last three in Base64.
/// </summary>
public sealed record ScramVerifier
{
    /// <summary>
    /// Rounds of a new hash: 16,384, the most that Kafka's own tools set; some 30 ms on a small board, once for each
    /// user, as a password that was right is remembered.
    /// </summary>
    public const int DefaultIterations = 16_384;

    /// <summary>The fewest that RFC 7677 and Kafka's clients accept.</summary>
    public const int IterationsMin = 4_096;

    /// <summary>More would let a configuration file stop a small board.</summary>
    public const int IterationsMax = 1_000_000;

    private const int SaltBytes = 16;

    /// <summary>Its mechanism.</summary>
    public required ScramMechanism Mechanism { get; init; }

    /// <summary>Rounds of PBKDF2.</summary>
    public required int Iterations { get; init; }

    /// <summary>The salt.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>The hash of the client's key.</summary>
    public required byte[] StoredKey { get; init; }

    /// <summary>The key by which the server proves itself.</summary>
    public required byte[] ServerKey { get; init; }

    /// <summary>What to keep of a password, with a new salt.</summary>
    public static ScramVerifier Create(
        ScramMechanism mechanism, ReadOnlySpan<byte> password, int iterations = DefaultIterations) =>
        Derive(mechanism, password, RandomNumberGenerator.GetBytes(SaltBytes), iterations);

    /// <summary>Reads one; null where the text is none.</summary>
    public static ScramVerifier? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('$', ':') is not [var name, var rounds, var salt, var stored, var server]
            || ScramMechanism.Find(name) is not { } mechanism
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < IterationsMin or > IterationsMax
            || !TryDecode(salt, 0, out var saltBytes)
            || !TryDecode(stored, mechanism.HashBytes, out var storedKey)
            || !TryDecode(server, mechanism.HashBytes, out var serverKey))
        {
            return null;
        }

        return new ScramVerifier
        {
            Mechanism = mechanism,
            Iterations = iterations,
            Salt = saltBytes,
            StoredKey = storedKey,
            ServerKey = serverKey,
        };
    }

    /// <summary>Whether it is the password, by computing all rounds.</summary>
    public bool Verify(ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(
        Derive(Mechanism, password, Salt, Iterations).StoredKey, StoredKey);

    /// <summary>As it is kept.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mechanism.Name}${Iterations}:{Convert.ToBase64String(Salt)}"
            + $"${Convert.ToBase64String(StoredKey)}:{Convert.ToBase64String(ServerKey)}");

    private static ScramVerifier Derive(
        ScramMechanism mechanism, ReadOnlySpan<byte> password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, mechanism.Hash, mechanism.HashBytes);
        return new ScramVerifier
        {
            Mechanism = mechanism,
            Iterations = iterations,
            Salt = salt,
            StoredKey = mechanism.HashOf(mechanism.Hmac(salted, "Client Key"u8)),
            ServerKey = mechanism.Hmac(salted, "Server Key"u8),
        };
    }

    private static bool TryDecode(string text, int bytesWanted, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64String(text, bytes, out var count);
        bytes = bytes[..count];
        return isBase64 && (bytesWanted == 0 ? count is > 0 and <= 64 : count == bytesWanted);
    }
}
