using System.Security.Cryptography;

namespace EdgeLog.Network.Security;

/// <summary>One of the two SCRAM mechanisms (RFC 5802, RFC 7677) that Kafka speaks.</summary>
public sealed class ScramMechanism
{
    private ScramMechanism(string name, HashAlgorithmName hash, int hashBytes)
    {
        Name = name;
        Hash = hash;
        HashBytes = hashBytes;
    }

    /// <summary>With SHA-256.</summary>
    public static ScramMechanism Sha256 { get; } =
        new("SCRAM-SHA-256", HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    /// <summary>With SHA-512.</summary>
    public static ScramMechanism Sha512 { get; } =
        new("SCRAM-SHA-512", HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);

    /// <summary>Its name in SASL.</summary>
    public string Name { get; }

    /// <summary>The hash function.</summary>
    public HashAlgorithmName Hash { get; }

    /// <summary>Bytes of one hash.</summary>
    public int HashBytes { get; }

    /// <summary>The mechanism of that name, or null.</summary>
    public static ScramMechanism? Find(string name) =>
        name == Sha256.Name ? Sha256 : name == Sha512.Name ? Sha512 : null;

    internal byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(
        Hash, key, data);

    internal byte[] HashOf(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(Hash, data);
}
