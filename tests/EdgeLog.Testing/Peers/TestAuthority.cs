using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeLog.Testing.Peers;

/// <summary>A certificate authority of one test, and the PEM files that it issues.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly string _folder;
    private readonly X509Certificate2 _root;

    public TestAuthority(string folder, string name = "authority")
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(PathOf($"{name}.crt"), _root.ExportCertificatePem());
        RootFile = PathOf($"{name}.crt");
    }

    /// <summary>Its own certificate.</summary>
    public string RootFile { get; }

    /// <summary>Makes <c>name.crt</c> and <c>name.key</c> for a server on 127.0.0.1 and localhost.</summary>
    public (string Certificate, string Key) IssueServer(string name) => Issue(name, ServerAuthentication);

    /// <summary>Makes <c>name.crt</c> and <c>name.key</c> for a client whose common name that is.</summary>
    public (string Certificate, string Key) IssueClient(string name) => Issue(name, ClientAuthentication);

    public void Dispose() => _root.Dispose();

    private (string Certificate, string Key) Issue(string name, Oid use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            _root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(10),
            RandomNumberGenerator.GetBytes(8));
        var (certificateFile, keyFile) = (PathOf($"{name}.crt"), PathOf($"{name}.key"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
