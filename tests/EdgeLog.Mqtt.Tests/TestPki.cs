using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeLog.Testing;

namespace EdgeLog.Mqtt.Tests;

/// <summary>An authority, a server for localhost and a client, as PEM files.</summary>
internal sealed record TestPki(
    string Ca, string ServerCertificate, string ServerKey, string ClientCertificate, string ClientKey)
{
    public static TestPki Create(TemporaryDirectory directory)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test CA", caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(directory["ca.pem"], ca.ExportCertificatePem());
        Issue(directory, ca, "localhost");
        Issue(directory, ca, "client");
        return new TestPki(
            directory["ca.pem"], directory["localhost.pem"], directory["localhost.key"], directory["client.pem"],
            directory["client.key"]);
    }

    private static void Issue(TemporaryDirectory directory, X509Certificate2 ca, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            ca, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(directory[$"{name}.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(directory[$"{name}.key"], key.ExportPkcs8PrivateKeyPem());
    }
}
