using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>How a connection ends: last answers, the will, the session's state.</summary>
internal sealed partial class MqttConnection
{
    private async Task CloseAsync()
    {
        var end = _end ?? ConnectionEnd.Lost;
        using var deadline = new CancellationTokenSource(_limits.CloseTimeout, _server.Time);
        try
        {
            if (_session is not null)
            {
                var leftAt = _server.Time.GetUtcNow().ToUnixTimeMilliseconds();
                await _server.Delivery.Detach(_session, leftAt).WaitAsync(deadline.Token);
                await SayWillAsync(end, deadline.Token);
            }

            await _replies.DrainAsync(deadline.Token);
            Say(end);
            _output.Complete();
            await _output.Completion.WaitAsync(deadline.Token);
            if (end.IsInterruption)
            {
                await ReadAwayAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            LogUnanswered(_handshake.ClientId);
        }
        catch (StorageException failed)
        {
            LogWillLost(_handshake.ClientId, failed);
        }
    }

    /// <summary>
    /// Takes what the client is still sending, until it is silent or gone: a socket that is closed with bytes unread
    /// resets the connection, and the client never reads why it ended.
    /// </summary>
    private async Task ReadAwayAsync(CancellationToken deadline)
    {
        while (!deadline.IsCancellationRequested)
        {
            using var silence = new CancellationTokenSource(_limits.LingerTime, _server.Time);
            try
            {
                var read = await _input.ReadAsync(silence.Token);
                _input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }

                // Cancelled it is once, by what ended the connection.
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException or InvalidOperationException)
            {
                return;
            }
        }
    }

    /// <summary>Says the client's will, or keeps it for later; leaves in its place what is to be said later.</summary>
    private async ValueTask SayWillAsync(ConnectionEnd end, CancellationToken cancellation)
    {
        if (_will is not { } will)
        {
            return;
        }

        var isDiscarded = end == ConnectionEnd.Goodbye && _control!.IsWillDiscarded;
        if (!isDiscarded && Math.Min(will.DelaySeconds, _session!.ExpirySeconds) > 0)
        {
            return;
        }

        _will = null;
        if (!isDiscarded)
        {
            await _intake!.TakeWillAsync(will, cancellation);
            await SubmitAsync();
        }
    }

    private async Task CloseSessionAsync()
    {
        if (_session is null)
        {
            return;
        }

        try
        {
            await _server.Sessions.CloseAsync(_session, _will, CancellationToken.None);
        }
        catch (StorageException failed)
        {
            LogStateRefused(_handshake.ClientId, failed);
        }
    }

    private void Say(ConnectionEnd end)
    {
        if (end.Kind != ConnectionEndKind.Server)
        {
            return;
        }

        if (_session is null && _handshake.Version is { } version)
        {
            var refusal = new ConnackPacket { Version = version, Reason = end.Reason, Explanation = end.Explanation };
            _output.Write(refusal, static (connack, output) => connack.Write(output));
        }
        else if (_config is { Version: ProtocolVersion.V5 })
        {
            var explanation = _config.PacketBytesMax >= 256 ? end.Explanation : null;
            _output.Write(
                new DisconnectPacket(end.Reason, explanation), static (packet, output) => packet.Write(output));
        }
    }
}
