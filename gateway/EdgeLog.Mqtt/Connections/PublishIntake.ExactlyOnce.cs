using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>What is kept of messages beside their records: QoS 2 packet identifiers, retained messages.</summary>
internal sealed partial class PublishIntake
{
    // Two copies of a message of max_packet_size and a batch beside it are one journal entry still.
    private const int LargePayloadBytes = 32 * 1024;

    private readonly HashSet<ushort> _openedHere = [];
    private bool _hasIncomingChanged;

    /// <summary>Ends the exchange of a message of QoS 2 (PUBREL); answered once that is durable.</summary>
    public IntakeStep TakeRelease(in PubackPacket release)
    {
        _batch ??= server.Batches.Rent(this);
        var isOpen = session.Incoming.TryClose(release.PacketId);
        _hasIncomingChanged |= isOpen && session.IsStored;
        _batch.Answer(new PublishAck(release.PacketId, isOpen && session.IsStored ? StateRun() : -1)
        {
            Type = PacketType.Pubcomp,
            Reason = isOpen || !_isV5 ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound,
            EndsExchange = _openedHere.Remove(release.PacketId),
        });
        return _batch.IsFull ? IntakeStep.Submit : IntakeStep.Done;
    }

    /// <summary>Retained messages are durable: new subscribers find them.</summary>
    public void OnRetained(IReadOnlyList<RetainedChange> changes, Offset first)
    {
        foreach (var change in changes)
        {
            server.Retained.Set(
                change.Topic,
                new RetainedPlace(new Offset(first.Value + change.Index), change.ExpiresAtMs, change.IsRemoved));
        }
    }

    /// <summary>The connection is gone before an answer left: nobody was told.</summary>
    public void OnUnanswered(in PublishAck ack, AppendError error)
    {
        if (error != AppendError.None)
        {
            OnRefused(ack);
        }
        else if (ack.Type == PacketType.Puback && session.IsStored)
        {
            session.Incoming.NoteUnanswered(ack.PacketId);
        }
    }

    private void OnRefused(in PublishAck ack)
    {
        if (ack.Type == PacketType.Pubrec)
        {
            session.Incoming.TryClose(ack.PacketId);
        }
        else if (ack.Type == PacketType.Pubcomp)
        {
            session.Incoming.TryOpen(ack.PacketId);
            close(ReasonCode.QuotaExceeded);
        }
    }

    // A message of QoS 1 is a new one, sent again or not, unless it is certain that its PUBACK never left.
    private bool IsStoredAlready(in PublishPacket packet) => packet.QualityOfService switch
    {
        QualityOfService.ExactlyOnce => !OpenIncoming(packet.PacketId),
        QualityOfService.AtLeastOnce => session.Incoming.TakeUnanswered(packet.PacketId) && packet.IsDuplicate,
        _ => false,
    };

    private bool OpenIncoming(ushort packetId)
    {
        var isNew = session.Incoming.TryOpen(packetId);
        _hasIncomingChanged |= isNew && session.IsStored;
        return isNew;
    }

    // MQTT 5 counts until PUBCOMP; a client of 3.1.1 was told no number and may have any number of them open.
    private void AnswerReceived(ushort packetId, int run, AppendError error)
    {
        _batch ??= server.Batches.Rent(this);
        if (error != AppendError.None)
        {
            session.Incoming.TryClose(packetId);
        }
        else if (session.IsStored)
        {
            // Also of a duplicate: its first may be on its way to the disk still.
            _hasIncomingChanged = true;
            var state = StateRun();
            run = run < 0 ? state : run;
        }

        if (!_isV5 || _openedHere.Add(packetId))
        {
            Interlocked.Increment(ref _outstanding);
        }

        if (run >= 0)
        {
            _batch.Run(run).HasQos1 = true;
        }

        _batch.Answer(new PublishAck(packetId, run, error)
        {
            Type = PacketType.Pubrec,
            EndsExchange = !_isV5 || error != AppendError.None,
        });
    }

    private bool AreTooManyOpen()
    {
        if (_isV5 || session.Incoming.Count < config.Limits.OpenIdsMax)
        {
            return false;
        }

        throw new MqttProtocolException(
            ReasonCode.ReceiveMaximumExceeded,
            $"More than {config.Limits.OpenIdsMax} messages of QoS 2 wait for their release.");
    }

    /// <summary>The open identifiers as of this batch, in one piece with the messages that opened them.</summary>
    private void WriteIncomingIds()
    {
        if (!_hasIncomingChanged)
        {
            return;
        }

        _hasIncomingChanged = false;
        var writer = new StateWriter(_writer.Stamp, _batch!.Run(StateRun()).Run!);
        writer.WriteIncoming(session.ClientId, session.Incoming.Snapshot());
        _batch.IsTogether = true;
    }

    private int StateRun()
    {
        var run = _batch!.RunFor(server.State.Partition!, AppendSizeLimit.OfLog);
        _batch.Run(run).HasQos1 = true;
        return run;
    }

    private void Retain(in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target)
    {
        if (!packet.Payload.IsEmpty && !server.Retained.HasRoomFor(target.MqttTopic))
        {
            return;
        }

        var run = _batch!.Run(StateRun());
        run.Retained.Add(new RetainedChange(
            run.Run!.RecordCount,
            target.MqttTopic,
            properties.ExpirySeconds is { } seconds ? _writer.Stamp.TimestampMs + (seconds * 1000L) : long.MaxValue,
            packet.Payload.IsEmpty));
        _writer.WriteRetained(packet, properties, target, run.Run!);
    }
}
