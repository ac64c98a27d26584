using Microsoft.AspNetCore.Connections.Features;

namespace EdgeLog.Gateway.Listening;

/// <summary>
/// Tells a connection's protocol that the gateway stops, so that it can say goodbye in its own words.
/// </summary>
internal sealed class ConnectionLifetime : IConnectionLifetimeNotificationFeature, IDisposable
{
    private readonly CancellationTokenSource _close;

    public ConnectionLifetime(CancellationToken stopping)
    {
        _close = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        ConnectionClosedRequested = _close.Token;
    }

    /// <inheritdoc/>
    public CancellationToken ConnectionClosedRequested { get; set; }

    /// <inheritdoc/>
    public void RequestClose() => _close.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _close.Dispose();
}
