using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeLog.Mqtt;

/// <summary>Opens the way to a broker: TCP, and TLS where it is asked for.</summary>
internal static class MqttDialer
{
    /// <summary>Throws <see cref="IOException"/>, with what to do, where there is no way.</summary>
    public static async Task<Stream> DialAsync(MqttClientConfig config, CancellationToken cancellation)
    {
        Stream stream = await ConnectAsync(config, cancellation);
        if (config.Tls is not { } tls)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(Options(config.Host, tls), cancellation);
            return secured;
        }
        catch (Exception e) when (e is AuthenticationException or CryptographicException or IOException)
        {
            await secured.DisposeAsync();
            throw new IOException(
                $"TLS with {config.Address} failed: {e.Message.TrimEnd('.')}. Check tls.ca (who signed the broker's "
                + "certificate), tls.certificate and tls.key, and that the address is a name in its certificate.", e);
        }
    }

    private static async Task<Stream> ConnectAsync(MqttClientConfig config, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(config.Host, config.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{config.Address} cannot be reached: {e.Message.TrimEnd('.')}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Options(string host, ClientTls tls)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (tls.CaFile is not null)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(tls.CaFile);
            options.CertificateChainPolicy = policy;
        }

        if (tls.CertificateFile is not null)
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(tls.CertificateFile);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(
                X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile), chain, offline: true);
        }

        return options;
    }
}
