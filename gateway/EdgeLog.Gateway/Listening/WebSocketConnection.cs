using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeLog.Gateway.Listening;

/// <summary>
/// A WebSocket as a connection, so that a protocol of bytes runs over it unchanged: what binary messages carry, one
/// after the other, is its input; each flush is one message. Owned by the request that became the socket.
/// </summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    // A peer that answers the close at all answers it within a round trip; this is a slow radio's.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);

    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly Pipe _received = new();
    private readonly CancellationTokenSource _cut = new();

    public WebSocketConnection(WebSocket socket, HttpContext context, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        ConnectionId = context.Connection.Id;
        ConnectionClosed = _cut.Token;
        var output = WebSocketStream.Create(socket, WebSocketMessageType.Binary);
        Transport = new Bytes(
            _received.Reader, PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true)));
    }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; }

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <summary>Runs a protocol over it until either side ends, then closes.</summary>
    public async Task ServeAsync(ConnectionHandler protocol)
    {
        var receiving = ReceiveAsync();
        try
        {
            await protocol.OnConnectedAsync(this);
        }
        finally
        {
            await CloseAsync(receiving);
        }
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => _cut.Cancel();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _cut.Dispose();
        return base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_received.Writer.GetMemory(4096), _cut.Token);

                // [MQTT-6.0.0-1]: what is not binary ends the connection.
                if (received.MessageType != WebSocketMessageType.Binary)
                {
                    return;
                }

                _received.Writer.Advance(received.Count);
                if ((await _received.Writer.FlushAsync(_cut.Token)).IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            // Closed without a word, or cut; the protocol sees its input end.
        }
        finally
        {
            await _received.Writer.CompleteAsync();
        }
    }

    private async Task CloseAsync(Task receiving)
    {
        await _received.Reader.CompleteAsync();
        using var deadline = new CancellationTokenSource(CloseTimeout, _time);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
            }

            await receiving.WaitAsync(deadline.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException)
        {
            // It does not answer.
        }

        await _cut.CancelAsync();
        await receiving;
    }

    private sealed record Bytes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
