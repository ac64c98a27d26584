using System.Buffers;
using System.IO.Pipelines;
using EdgeLog.Network;
using EdgeLog.Network.Security;
using EdgeLog.Storage;
using Microsoft.AspNetCore.Connections;

namespace EdgeLog.Mqtt;

/// <summary>
/// One client's connection: the protocol loop, which owns the parser and everything it feeds, with the sending loop
/// and, for subscribers, the delivery loop beside it.
/// </summary>
internal sealed partial class MqttConnection : IDisposable
{
    private readonly MqttServer _server;

    // Those of the moment it connected: a client keeps the limits it was told.
    private readonly MqttLimits _limits;
    private readonly PipeReader _input;
    private readonly ConnectionOutput _output;
    private readonly ReplyQueue _replies;
    private readonly KeepAlive _keepAlive;
    private readonly CancellationTokenSource _stop = new();
    private readonly Handshake _handshake;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectionEnd? _end;
    private Session? _session;
    private SessionConfig? _config;
    private PublishIntake? _intake;
    private ControlPackets? _control;
    private WillMessage? _will;

    public MqttConnection(MqttServer server, IDuplexPipe transport, PeerIdentity peer)
    {
        _server = server;
        _limits = server.Limits;
        _input = transport.Input;
        _output = new ConnectionOutput(transport.Output, server.ConnectionLimits);
        _replies = new ReplyQueue(_output, server.ConnectionLimits.RepliesMax);
        _handshake = new Handshake(server, _limits, peer);
        _keepAlive = new KeepAlive(server.Time, _limits.ConnectTimeout, OnKeepAliveExpired);
    }

    /// <summary>Who the client is.</summary>
    public Principal Principal => _handshake.Principal;

    /// <summary>Completes when nothing of the connection is under way any more: its session is free.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Serves the client until either side ends it.</summary>
    public async Task RunAsync()
    {
        var sending = SendAsync();
        var delivering = Task.CompletedTask;
        try
        {
            await ServeAsync(() => delivering = DeliverAsync(_session!, _config!));
        }
        finally
        {
            await CloseAsync();
            await _stop.CancelAsync();
            await sending;
            await delivering;
            await CloseSessionAsync();
            _server.Forget(this, _handshake.ClientId);
            _ended.SetResult();
        }
    }

    /// <summary>
    /// Ends the connection from outside the loop: keep-alive, take-over, shutdown, a refusal. The first reason counts.
    /// </summary>
    public void End(ConnectionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is null)
        {
            _input.CancelPendingRead();
        }
    }

    public void Dispose()
    {
        _keepAlive.Dispose();
        _stop.Dispose();
    }

    private async Task DeliverAsync(Session session, SessionConfig config)
    {
        try
        {
            await session.RunAsync(config, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Its way to stop.
        }
        catch (StorageException failed)
        {
            LogUndelivered(_handshake.ClientId, failed);
            End(new ConnectionEnd(ConnectionEndKind.Server, ReasonCode.UnspecifiedError, "The log cannot be read."));
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await _output.RunAsync(_stop.Token);
        }
        catch (ConnectionAbortedException tooSlow)
        {
            LogSlow(_handshake.ClientId, tooSlow.Message);
        }
        catch (IOException)
        {
            // The network's end of a connection; the reading side sees it too.
        }
        finally
        {
            End(ConnectionEnd.Lost);
        }
    }

    private async Task ServeAsync(Action startDelivery)
    {
        try
        {
            while (_end is null)
            {
                _keepAlive.Wait();
                var read = await _input.ReadAsync();
                _keepAlive.Touch();
                if (read.IsCanceled)
                {
                    break;
                }

                var consumed = _session is null
                    ? await TakeConnectAsync(read.Buffer, startDelivery)
                    : read.Buffer.Start;
                if (_session is not null && _end is null)
                {
                    consumed = await TakeAsync(read.Buffer.Slice(consumed));
                }

                _input.AdvanceTo(consumed, read.Buffer.End);
                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (MqttProtocolException fault)
        {
            End(FaultEnd(fault));
        }
        catch (StorageException failed)
        {
            LogStateRefused(_handshake.ClientId, failed);
            End(new ConnectionEnd(
                ConnectionEndKind.Server, ReasonCode.QuotaExceeded, "The log did not take the session's state."));
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException)
        {
            // Reset, or aborted: the same as closed without a word.
        }

        End(ConnectionEnd.Lost);
    }

    private async ValueTask<SequencePosition> TakeConnectAsync(
        ReadOnlySequence<byte> buffer, Action startDelivery)
    {
        if (TakeConnect(buffer, out var consumed) is { } packet)
        {
            await AcceptAsync(packet, startDelivery);
        }

        return consumed;
    }

    private ConnectPacket? TakeConnect(in ReadOnlySequence<byte> buffer, out SequencePosition consumed)
    {
        Handshake.RefuseOther(buffer);
        using var reader = new PacketReader(buffer, _limits.MaxPacketSize);
        if (!reader.MoveNext())
        {
            consumed = buffer.Start;
            return null;
        }

        consumed = reader.Consumed;
        return _handshake.Take(reader.Body);
    }

    private async ValueTask AcceptAsync(ConnectPacket packet, Action startDelivery)
    {
        await _server.PrepareAsync();
        await _server.RegisterAsync(this, _handshake.ClientId);
        if (_end is not null)
        {
            return;
        }

        _config = new SessionConfig
        {
            ClientId = _handshake.ClientId,
            Version = packet.Version,
            ReceiveMaximum = packet.ReceiveMaximum,
            PacketBytesMax = packet.PacketBytesMax,
            TopicAliasMax = Math.Min(packet.TopicAliasMax, _limits.TopicAliasMax),
            Output = _output,
            Limits = _limits,
            Counters = _server.Counters,
            Time = _server.Time,
            Routes = _server.Delivery.Routes,
            Principal = _handshake.Principal,
            Access = _server.Access,
            State = _server.State,
            OnMissed = _server.OnMissed,
        };
        var request = new SessionRequest(
            _handshake.ClientId, packet.IsCleanStart, _handshake.ExpirySeconds, packet.Will);
        (_session, var isPresent) = await _server.Sessions.OpenAsync(request, CancellationToken.None);
        var intake = new IntakeConfig(_limits, packet.Version, _handshake.Principal);
        _intake = new PublishIntake(_server, _session, intake, OnRefused);
        _control = new ControlPackets(_server, _session, _config);
        _will = packet.Will;
        _output.Write(
            _handshake.Answer! with { IsSessionPresent = isPresent },
            static (connack, output) => connack.Write(output));
        _server.Delivery.Attach(_session, _config);
        _keepAlive.SetLimit(_handshake.KeepAlive * 1.5);
        LogConnected(_handshake.ClientId, packet.Version);
        startDelivery();
    }

    /// <summary>Takes all whole packets of one read; returns where they end.</summary>
    private async ValueTask<SequencePosition> TakeAsync(ReadOnlySequence<byte> buffer)
    {
        _intake!.StartRead(LogClock.StampBy(_server.Time));
        while (true)
        {
            IntakeStep step;
            MqttProtocolException? fault = null;
            SequencePosition consumed;
            try
            {
                step = TakePackets(buffer, out consumed);
            }
            catch (MqttProtocolException problem)
            {
                // What came before it is good, and answered first.
                (step, consumed, fault) = (IntakeStep.Disconnect, buffer.End, problem);
            }

            await SubmitAsync();
            buffer = buffer.Slice(consumed);
            switch (step)
            {
                case IntakeStep.Done:
                    return consumed;
                case IntakeStep.Resolve:
                    await _intake.ResolveAsync(CancellationToken.None);
                    break;
                case IntakeStep.CreateTopic:
                    await _intake.CreateTopicAsync(CancellationToken.None);
                    break;
                case IntakeStep.Await:
                    await _control!.FinishAsync();
                    break;
                case IntakeStep.Throttle:
                    await _replies.DrainAsync(_stop.Token);
                    break;
                case IntakeStep.Disconnect:
                    End(fault is null ? ConnectionEnd.Goodbye : FaultEnd(fault));
                    return consumed;
                default:
                    break;
            }

            if (_end is not null)
            {
                await SubmitAsync();
                return consumed;
            }
        }
    }

    private ConnectionEnd FaultEnd(MqttProtocolException fault)
    {
        if (!fault.IsDenial)
        {
            MqttCounters.Add(ref _server.Counters.ProtocolErrors, 1);
            _server.Refusals.NoteFault(_handshake.ClientId, fault);
        }

        return new ConnectionEnd(ConnectionEndKind.Server, fault.Reason, fault.Message) { IsInterruption = true };
    }

    private IntakeStep TakePackets(in ReadOnlySequence<byte> buffer, out SequencePosition consumed)
    {
        using var reader = new PacketReader(buffer, _limits.MaxPacketSize);
        var step = IntakeStep.Done;
        var done = 0L;
        while (step == IntakeStep.Done && reader.MoveNext())
        {
            step = Take(reader.Header, reader.Body);
            if (step is not (IntakeStep.Resolve or IntakeStep.Throttle or IntakeStep.SubmitFirst))
            {
                done = reader.ConsumedBytes;
            }
        }

        MqttCounters.Add(ref _server.Counters.BytesIn, done);
        consumed = buffer.GetPosition(done);
        return step;
    }

    private IntakeStep Take(byte header, ReadOnlySpan<byte> body)
    {
        switch ((PacketType)(header >> 4))
        {
            case PacketType.Publish:
                return _intake!.Take(PublishPacket.Read(header, body, _config!.Version));
            case PacketType.Pubrel:
                ControlPackets.RefuseBadFlags(PacketType.Pubrel, header & 0x0F);
                return _intake!.TakeRelease(PubackPacket.Read(body, _config!.Version));
            default:
                return _control!.Take(header, body);
        }
    }

    /// <summary>Hands what was gathered to the log, its acknowledgements to the reply queue.</summary>
    private async ValueTask SubmitAsync()
    {
        if (_intake!.TakeBatch() is not { } batch)
        {
            return;
        }

        if (batch.HasAcks)
        {
            await _replies.EnqueueAsync(batch, CancellationToken.None);
        }

        // A full inbox holds this connection's reading back.
        await batch.AppendAsync(_server.Log);
    }

    private void OnKeepAliveExpired() => End(_session is null
        ? new ConnectionEnd(ConnectionEndKind.Lost, ReasonCode.KeepAliveTimeout, "No CONNECT in time.")
        : new ConnectionEnd(ConnectionEndKind.Server, ReasonCode.KeepAliveTimeout, "Silent for 1.5 keep-alives."));

    private void OnRefused(ReasonCode reason) => End(new ConnectionEnd(
        ConnectionEndKind.Server, reason, "The log refused a message; it was not acknowledged."));
}
