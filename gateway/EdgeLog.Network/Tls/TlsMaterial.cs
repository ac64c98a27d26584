using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeLog.Network.Tls;

/// <summary>A listener's certificate and the ones it trusts, as read at one time; immutable.</summary>
public sealed class TlsMaterial
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private TlsMaterial(SslStreamCertificateContext certificate, X509Certificate2Collection? clientAuthorities)
    {
        Certificate = certificate;
        ClientAuthorities = clientAuthorities;
    }

    /// <summary>Whether clients show certificates.</summary>
    public bool AsksForCertificates => ClientAuthorities is not null;

    /// <summary>Until when the certificate holds, UTC.</summary>
    public DateTime ValidUntil => Certificate.TargetCertificate.NotAfter.ToUniversalTime();

    internal SslStreamCertificateContext Certificate { get; }

    private X509Certificate2Collection? ClientAuthorities { get; }

    /// <summary>
    /// Reads the files. Throws <see cref="InvalidDataException"/> that says which of them is not good, and why.
    /// </summary>
    public static TlsMaterial Load(TlsFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var chain = ReadAll(files.Certificate);
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(
                File.ReadAllText(files.Certificate), File.ReadAllText(files.Key));
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new InvalidDataException($"{files.Key}: {exception.Message}", exception);
        }

        chain.RemoveAt(0);
        return new TlsMaterial(
            SslStreamCertificateContext.Create(certificate, chain, offline: true),
            files.ClientCa is { } path ? ReadAll(path) : null);
    }

    /// <summary>
    /// Whether a client's certificate is one of those trusted here. While the clock is not to be believed, one that is
    /// not valid yet is: a board without a battery wakes up in the past.
    /// </summary>
    public bool IsTrusted(X509Certificate2 certificate, DateTimeOffset now, ClockTrust trust)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (ClientAuthorities is null)
        {
            return false;
        }

        var starts = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(ClientAuthorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        chain.ChainPolicy.VerificationTime =
            (trust == ClockTrust.Unknown && now < starts ? starts : now).LocalDateTime;
        return chain.Build(certificate);
    }

    private static X509Certificate2Collection ReadAll(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0
                ? certificates
                : throw new InvalidDataException($"{path} holds no certificate in PEM.");
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException
            or UnauthorizedAccessException or CryptographicException or ArgumentException;
}
