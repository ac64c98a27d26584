using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeLog.Network.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Network.Tls;

/// <summary>
/// TLS 1.2 and 1.3 in front of a protocol: shakes hands, then hands on the connection with its bytes in the clear and
/// the client's certificate in its <see cref="PeerIdentity"/>. Safe from any thread.
/// </summary>
public sealed partial class TlsGate
{
    private readonly TlsGateConfig _config;
    private readonly AdmissionGate _handshakes;
    private readonly LineLimit _lines;
    private readonly ILogger _logger;
    private TlsMaterial _material;
    private long _failedCount;

    /// <summary>Shows what is in <paramref name="material"/>.</summary>
    public TlsGate(TlsMaterial material, TlsGateConfig config, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(config);
        _material = material;
        _config = config;
        _logger = logger;
        _handshakes = new AdmissionGate(config.Limits.HandshakesMax);
        _lines = new LineLimit(config.Time);
    }

    /// <summary>The certificates in force; what is connected stays so, newcomers get what is set.</summary>
    public TlsMaterial Material
    {
        get => Volatile.Read(ref _material);
        set => Volatile.Write(ref _material, value);
    }

    /// <summary>Handshakes that failed so far.</summary>
    public long FailedCount => Volatile.Read(ref _failedCount);

    /// <summary>Whether a client's certificate would be trusted now.</summary>
    public bool IsTrusted(X509Certificate2 certificate) =>
        Material.IsTrusted(certificate, _config.Time.GetUtcNow(), _config.ClockTrust());

    /// <summary>Serves one connection: the handshake, then <paramref name="next"/>.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(next);
        var transport = connection.Transport;
        await using var stream = new SslStream(new TransportStream(transport), leaveInnerStreamOpen: true);
        if (!await TryShakeHandsAsync(connection, stream))
        {
            connection.Abort();
            return;
        }

        var peer = connection.Features.Get<PeerIdentity>() ?? new PeerIdentity();
        connection.Features.Set(peer with
        {
            Certificate = stream.RemoteCertificate as X509Certificate2, IsTrusted = IsTrusted,
        });
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        connection.Transport = new ClearTransport(input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            await CloseAsync(stream, input, output);
            connection.Transport = transport;
        }
    }

    private static async Task CloseAsync(SslStream stream, PipeReader input, PipeWriter output)
    {
        try
        {
            await input.CompleteAsync();
            await output.CompleteAsync();
            await stream.ShutdownAsync();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
        {
            // The peer left first, or was cut; there is nobody to say goodbye to.
        }
    }

    private async Task<bool> TryShakeHandsAsync(ConnectionContext connection, SslStream stream)
    {
        if (!_handshakes.TryEnter())
        {
            NoteFailure(connection, "too many handshakes at a time.");
            return false;
        }

        using var deadline = new CancellationTokenSource(_config.Limits.HandshakeTimeout, _config.Time);
        try
        {
            await stream.AuthenticateAsServerAsync(Options(), deadline.Token);
            return true;
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or OperationCanceledException
            or InvalidOperationException or NotSupportedException)
        {
            NoteFailure(connection, failed.InnerException?.Message ?? failed.Message);
            return false;
        }
        finally
        {
            _handshakes.Leave();
        }
    }

    private SslServerAuthenticationOptions Options()
    {
        var material = Material;
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = material.Certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,

            // A resumed session would skip the look at the certificate.
            AllowTlsResume = !material.AsksForCertificates,
            ClientCertificateRequired = material.AsksForCertificates,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => Accepts(material, certificate),
        };
    }

    private bool Accepts(TlsMaterial material, X509Certificate? certificate) => certificate switch
    {
        null => !material.AsksForCertificates || _config.IsCertificateOptional,
        X509Certificate2 shown => material.IsTrusted(shown, _config.Time.GetUtcNow(), _config.ClockTrust()),
        _ => false,
    };

    private void NoteFailure(ConnectionContext connection, string why)
    {
        Interlocked.Increment(ref _failedCount);
        if (_lines.TryPass(out var unsaid))
        {
            LogFailed($"{connection.RemoteEndPoint}", _config.Listener, why, unsaid);
        }
    }

    private sealed record ClearTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
