using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using EdgeLog.Kafka.Fetch;
using EdgeLog.Kafka.Produce;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;
using EdgeLog.Network;
using EdgeLog.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka.Connections;

/// <summary>
/// One client's connection. Its loop takes requests in order and starts each as soon as the one before has let go: a
/// produce once its batches are admitted to the log, a fetch once its response is sent. Replies leave in the order of
/// their requests. Everything here belongs to that loop, unless said otherwise.
/// </summary>
internal sealed partial class KafkaConnection : IDisposable
{
    private readonly ConnectionContext _context;
    private readonly ILogger _logger;
    private readonly FrameReader _frames;
    private readonly ConnectionOutput _output;
    private readonly ReplyQueue _replies;
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _end;
    private readonly KafkaRequest _request;
    private readonly ConnectionWatchdog _watchdog;
    private AdvertisedAddress? _advertised;
    private bool _isAborted;

    public KafkaConnection(ConnectionContext context, KafkaServer server, ILogger logger)
    {
        _context = context;
        _logger = logger;
        Server = server;
        _end = CancellationTokenSource.CreateLinkedTokenSource(
            Aborted, context.ConnectionClosed, CloseRequestOf(context));
        var limits = server.Options.Limits;
        _frames = new FrameReader(
            context.Transport.Input, limits.RequestBytesMax, server.RequestMemory, server.SmallRequestMemory);
        _output = new ConnectionOutput(context.Transport.Output);
        _replies = new ReplyQueue(_output, limits.RequestsInFlightMax);
        _request = new KafkaRequest(this);
        _watchdog = new ConnectionWatchdog(this, _frames, _output, server.Time, limits);
        Fetch = new FetchState(this, new FetchWait(server.Time, context.ConnectionClosed));
        Produces = new ProduceReplyPool(this, limits.RequestsInFlightMax);
    }

    public KafkaServer Server { get; }

    /// <summary>What is at the other end.</summary>
    public EndPoint? Peer => _context.RemoteEndPoint;

    /// <summary>The socket below, where there is one.</summary>
    public Socket? Socket => _context.Features.Get<IConnectionSocketFeature>()?.Socket;

    /// <summary>Fires when the connection is to be dropped at once; what waits for the log gives up then.</summary>
    public CancellationToken Aborted => _abort.Token;

    /// <summary>
    /// Fires when nobody waits for answers any more: the peer is gone or dropped, or the server stops. What waits for
    /// other clients gives up then.
    /// </summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>
    /// The names this client uses, kept so that the same ones are not made again with every request.
    /// </summary>
    public NameCache Names { get; } = new();

    /// <summary>What fetches of this connection use again and again.</summary>
    public FetchState Fetch { get; }

    /// <summary>Replies to produce requests, for reuse. Safe from any thread.</summary>
    public ProduceReplyPool Produces { get; }

    /// <summary>The address clients are told.</summary>
    public AdvertisedAddress Address =>
        Server.Options.Advertised ?? (_advertised ??= AdvertisedAddress.Of(_context.LocalEndPoint));

    /// <summary>Serves until the client leaves, errs, is idle for too long, or the server stops.</summary>
    public async Task RunAsync()
    {
        await using var stopping = RegisterStop();
        using var watching = _watchdog.Start();
        var sending = SendAsync();
        try
        {
            await ReceiveAsync();
            await _replies.DrainAsync(Aborted);
        }
        catch (Exception e) when (e is FrameException or KafkaProtocolException)
        {
            Drop(e.Message);
        }
        catch (Exception e) when (IsDisconnect(e))
        {
            // The peer is gone, or was dropped and the reason logged where that was decided.
        }
        catch (StorageException e)
        {
            LogStorageFailed(_logger, Peer, _request.Header.Api, e.Message);
            Abort(e.Message);
        }
        catch (Exception e)
        {
            LogRequestFailed(_logger, e, Peer, _request.Header.Api, _request.Header.ApiVersion);
            Abort("An internal error.");
        }

        _output.Complete();
        await sending;
    }

    /// <summary>Takes the next place among the replies; waits while too many are outstanding.</summary>
    public ValueTask EnqueueAsync(Reply reply) => _replies.EnqueueAsync(reply, Aborted);

    /// <summary>Completes when all replies so far are sent.</summary>
    public Task DrainAsync() => _replies.DrainAsync(Aborted);

    /// <summary>Closes the connection because of what the peer did. From any thread.</summary>
    public void Drop(string reason)
    {
        if (Abort(reason))
        {
            Server.Statistics.OnAborted();
            LogConnectionDropped(_logger, Peer, reason);
        }
    }

    /// <summary>
    /// Closes the connection because nothing comes over it, which is nobody's fault. From any thread.
    /// </summary>
    public void CloseIdle(string reason)
    {
        if (Abort(reason))
        {
            LogIdleClosed(_logger, Peer, reason);
        }
    }

    public void Dispose()
    {
        Fetch.Wait.Dispose();
        _end.Dispose();
        if (!Interlocked.Exchange(ref _isAborted, true))
        {
            _abort.Dispose();
        }
    }

    private bool Abort(string reason)
    {
        if (Interlocked.Exchange(ref _isAborted, true))
        {
            return false;
        }

        _abort.Cancel();
        _context.Abort(new ConnectionAbortedException(reason));
        return true;
    }

    private async Task ReceiveAsync()
    {
        while (await ReadFrameAsync() is { } frame)
        {
            Server.Statistics.OnRequest(frame.SizeBytes);
            _watchdog.OnRequest();
            using (_request)
            {
                _request.Begin(frame);
                await RequestDispatcher.HandleAsync(_request);
            }

            _watchdog.OnRequestHandled();
        }
    }

    private async ValueTask<Frame?> ReadFrameAsync()
    {
        try
        {
            return await _frames.ReadAsync(Aborted);
        }
        catch (OperationCanceledException) when (!Aborted.IsCancellationRequested)
        {
            // The server is stopping: what was received is answered, nothing more is read.
            return null;
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await _output.RunAsync(Aborted);
        }
        catch (ConnectionAbortedException e)
        {
            Drop(e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The peer is gone; the receiving side sees the same.
        }
        catch (Exception e)
        {
            // Nothing is answered any more: what is still received would be carried out and never acknowledged.
            if (Abort("A response could not be written."))
            {
                LogResponseFailed(_logger, e, Peer);
            }
        }
    }

    private CancellationTokenRegistration RegisterStop() => CloseRequestOf(_context).UnsafeRegister(
        static input => ((PipeReader)input!).CancelPendingRead(), _context.Transport.Input);

    private static CancellationToken CloseRequestOf(ConnectionContext context) =>
        context.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;

    private static bool IsDisconnect(Exception e) =>
        e is OperationCanceledException or IOException or ConnectionResetException or ConnectionAbortedException;
}
