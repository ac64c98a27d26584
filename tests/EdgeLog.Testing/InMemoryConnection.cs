using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeLog.Testing;

/// <summary>
/// A connection without a socket: the server's end is a <see cref="ConnectionContext"/>, the client's end a duplex pipe
/// that the test writes to and reads from.
/// </summary>
public sealed class InMemoryConnection : ConnectionContext
{
    private readonly Pipe _toServer;
    private readonly Pipe _toClient;
    private readonly CancellationTokenSource _closed = new();

    public InMemoryConnection(PipeOptions? toServer = null, PipeOptions? toClient = null)
    {
        _toServer = new Pipe(toServer ?? PipeOptions.Default);
        _toClient = new Pipe(toClient ?? PipeOptions.Default);
        Transport = new DuplexPipe(_toServer.Reader, _toClient.Writer);
        Client = new DuplexPipe(_toClient.Reader, _toServer.Writer);
        ConnectionClosed = _closed.Token;
        LocalEndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1);
        RemoteEndPoint = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 2);
    }

    /// <summary>The test's end.</summary>
    public IDuplexPipe Client { get; }

    /// <summary>Why the server aborted the connection, or null.</summary>
    public ConnectionAbortedException? AbortReason { get; private set; }

    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        AbortReason = abortReason;
        _toServer.Reader.CancelPendingRead();
        _closed.Cancel();
    }

    /// <summary>The client goes away without a word.</summary>
    public void Disconnect()
    {
        _toServer.Writer.Complete();
        _toClient.Reader.Complete();
        _closed.Cancel();
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
