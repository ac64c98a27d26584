using System.Diagnostics;
using EdgeLog.Connect;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// One connection's way from received PUBLISH packets into the log: aliases, routes, batches. Owned by the protocol
/// loop; its counters of outstanding messages are shared with the sending loop.
/// </summary>
internal sealed partial class PublishIntake(
    MqttServer server, Session session, IntakeConfig config, Action<ReasonCode> close)
{
    private readonly TopicAliases _aliases = new(config.Limits.TopicAliasMax);
    private readonly RecordWriter _writer = new(session);
    private readonly PropertyBlock _properties = new();
    private readonly bool _isV5 = config.Version == ProtocolVersion.V5;
    private PublishBatch? _batch;
    private TopicMap _map = server.TopicMap;
    private RouteTarget? _target;
    private byte[] _unresolved = [];
    private (QualityOfService Quality, ushort PacketId) _stalled;
    private int _outstanding;
    private int _received;

    /// <summary>What has been gathered and is to be submitted; null where there is nothing.</summary>
    public PublishBatch? TakeBatch()
    {
        FlushCounters();
        WriteIncomingIds();
        var batch = _batch;
        _batch = null;
        return batch;
    }

    /// <summary>Sets the time of the records to come.</summary>
    public void StartRead(RecordStamp stamp) => _writer.Stamp = stamp;

    /// <summary>Takes one message in, as far as that can be done without waiting.</summary>
    public IntakeStep Take(in PublishPacket packet)
    {
        if (packet.QualityOfService != QualityOfService.AtMostOnce && IsWindowFull(packet))
        {
            return IntakeStep.Throttle;
        }

        if (_hasIncomingChanged && packet.Payload.Length > LargePayloadBytes)
        {
            // What stands or falls together is bounded by what one journal entry holds.
            return IntakeStep.SubmitFirst;
        }

        var properties = packet.Properties.IsEmpty
            ? default
            : new MessageProperties(packet.Properties, PropertySet.Publish);
        var topic = packet.Topic;
        if (_isV5)
        {
            topic = _aliases.Resolve(topic, packet.Properties.IsEmpty ? -1 : properties.TopicAlias);
        }

        if (!TryTarget(topic))
        {
            return IntakeStep.Resolve;
        }

        _received++;
        _batch ??= server.Batches.Rent(this);
        return IsStoredAlready(packet)
            ? Add(packet.QualityOfService, packet.PacketId, -1)
            : Take(packet, properties, _target!);
    }

    /// <summary>Works out where the topic goes that <see cref="IntakeStep.Resolve"/> stopped at.</summary>
    public async ValueTask ResolveAsync(CancellationToken cancellation) =>
        _target = await _map.ResolveAsync(_unresolved, cancellation);

    /// <summary>Creates the topic that <see cref="IntakeStep.CreateTopic"/> stopped at, and adds its record.</summary>
    public async ValueTask CreateTopicAsync(CancellationToken cancellation)
    {
        IntakeStep step;
        do
        {
            var record = _writer.Transformed;
            var topic = record.IsDeadLetter
                ? await _map.FindOrCreateLettersAsync(record.Topic, cancellation)
                : await _map.FindOrCreateAsync(record.Topic, cancellation);
            step = AddTransformed(topic, _stalled.Quality, _stalled.PacketId);
        }
        while (step == IntakeStep.CreateTopic);
    }

    /// <summary>
    /// Puts a will into the log, or before its live subscribers, like any message; nobody waits for it.
    /// </summary>
    public async ValueTask TakeWillAsync(WillMessage will, CancellationToken cancellation)
    {
        StartRead(LogClock.StampBy(server.Time));
        _map = server.TopicMap;
        _target = _map.Find(will.Topic) ?? await _map.ResolveAsync(will.Topic, cancellation);
        if (TakeWill(will) == IntakeStep.CreateTopic)
        {
            await CreateTopicAsync(cancellation);
        }
    }

    /// <summary>Whether a message with that outcome is answered: MQTT 3.1.1 has no word for a refusal.</summary>
    public bool MayAnswer(in PublishAck ack, AppendError error)
    {
        if (error == AppendError.None)
        {
            return true;
        }

        OnRefused(ack);
        return _isV5 && ack.Type != PacketType.Pubcomp;
    }

    /// <summary>Acknowledgements were written; some say no, and so many ended their exchange.</summary>
    public void OnAnswered(int accepted, int refused, int ended)
    {
        Interlocked.Add(ref _outstanding, -ended);
        MqttCounters.Add(ref server.Counters.MessagesAcknowledged, accepted);
        MqttCounters.Add(ref server.Counters.MessagesRefused, refused);
        if (refused > 0 && !_isV5)
        {
            // It keeps the message and sends it again after the next connect.
            close(ReasonCode.QuotaExceeded);
        }
    }

    public void OnRunRefused(string reason) => server.Refusals.NoteRun(session.ClientId, reason);

    /// <summary>Messages of QoS 0 were refused: counted here, and declared as missing from their topic.</summary>
    public void OnQos0Dropped(string topic, int count)
    {
        MqttCounters.Add(ref server.Counters.Qos0Dropped, count);
        server.Gaps.CountRefused(topic, count);
    }

    private bool IsWindowFull(in PublishPacket packet)
    {
        if (Volatile.Read(ref _outstanding) < config.Limits.ReceiveMaximum)
        {
            return packet.QualityOfService == QualityOfService.ExactlyOnce && AreTooManyOpen();
        }

        return !_isV5
            ? true
            : throw new MqttProtocolException(
                ReasonCode.ReceiveMaximumExceeded,
                $"More than {config.Limits.ReceiveMaximum} messages unacknowledged.");
    }

    private bool TryTarget(ReadOnlySpan<byte> topic)
    {
        if (_target is { } last && last.IsCurrent && ReferenceEquals(_map, server.TopicMap)
            && topic.SequenceEqual(last.MqttTopic))
        {
            return true;
        }

        _map = server.TopicMap;
        _target = _map.Find(topic);
        if (_target is not null)
        {
            return true;
        }

        server.RefuseBadTopic(topic);
        _unresolved = topic.ToArray();
        return false;
    }

    private IntakeStep TakeWill(WillMessage will)
    {
        var packet = PublishPacket.FromWill(will);
        return Take(packet, new MessageProperties(will.Properties, PropertySet.Will), _target!);
    }

    private IntakeStep Take(in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target)
    {
        if (config.Principal is not null
            && !server.Access.AllowsPublish(config.Principal, target.MqttTopic))
        {
            return Deny(packet);
        }

        if (target.Topic is null)
        {
            DeliverUnstored(packet, properties, target);
        }

        _batch ??= server.Batches.Rent(this);
        if (packet.IsRetained)
        {
            Retain(packet, properties, target);
        }

        if (target.Topic is null)
        {
            return Add(packet.QualityOfService, packet.PacketId, -1);
        }

        if (target.Pipeline is { } pipeline)
        {
            return Transform(packet, properties, pipeline);
        }

        var run = _batch.RunFor(target.NextPartition(), AppendSizeLimit.OfTopic);
        var records = _batch.Run(run).Run!;
        _writer.Write(packet, properties, target, records);
        (var error, var reason) = target.Topic.Judge(records.Last);
        if (error != AppendError.None)
        {
            records.RemoveLast();
            _writer.ReadInput(packet, properties, target);
            return Refuse(packet.QualityOfService, packet.PacketId, error, reason!);
        }

        if (target.IsRerouted)
        {
            MqttCounters.Add(ref server.Counters.MessagesRerouted, 1);
        }

        return Add(packet.QualityOfService, packet.PacketId, run);
    }

    /// <summary>
    /// A message that its client may not publish: told to a client of MQTT 5. MQTT 3.1.1 has no word for it, and
    /// acknowledging what is not stored would be a lie; its connection ends. Nobody waits for QoS 0 or a will.
    /// </summary>
    private IntakeStep Deny(in PublishPacket packet)
    {
        if (packet.PacketId == 0)
        {
            return IntakeStep.Done;
        }

        if (!_isV5)
        {
            throw new MqttProtocolException(ReasonCode.NotAuthorized, "Not allowed to publish there.");
        }

        var isOnce = packet.QualityOfService == QualityOfService.ExactlyOnce;
        if (isOnce)
        {
            session.Incoming.TryClose(packet.PacketId);
        }

        Interlocked.Increment(ref _outstanding);
        _batch ??= server.Batches.Rent(this);
        _batch.Answer(new PublishAck(packet.PacketId, -1)
        {
            Type = isOnce ? PacketType.Pubrec : PacketType.Puback,
            IsDenied = true,
        });
        return _batch.IsFull ? IntakeStep.Submit : IntakeStep.Done;
    }

    private IntakeStep Add(QualityOfService quality, ushort packetId, int run)
    {
        if (quality == QualityOfService.ExactlyOnce && packetId != 0)
        {
            AnswerReceived(packetId, run, AppendError.None);
        }
        else if (packetId != 0)
        {
            Interlocked.Increment(ref _outstanding);
            _batch!.Answer(new PublishAck(packetId, run));
            if (run >= 0)
            {
                _batch.Run(run).HasQos1 = true;
            }
        }
        else if (run >= 0 && quality == QualityOfService.AtMostOnce)
        {
            _batch!.Run(run).Qos0Count++;
        }
        else if (run >= 0)
        {
            // A will: nobody waits for its acknowledgement, and it is not to be dropped.
            _batch!.Run(run).HasQos1 = true;
        }

        return _batch!.IsFull ? IntakeStep.Submit : IntakeStep.Done;
    }

    private IntakeStep Transform(
        in PublishPacket packet, scoped in MessageProperties properties, RecordPipeline pipeline)
    {
        switch (_writer.Transform(packet, properties, _target!, pipeline))
        {
            case PipelineOutcome.Dropped:
                MqttCounters.Add(ref server.Counters.MessagesFiltered, 1);
                return Add(packet.QualityOfService, packet.PacketId, -1);
            case PipelineOutcome.DeadLettered:
                MqttCounters.Add(ref server.Counters.DeadLetters, 1);
                break;
            case PipelineOutcome.Passed:
                break;
            default:
                throw new UnreachableException();
        }

        return Place(packet.QualityOfService, packet.PacketId);
    }

    /// <summary>
    /// A message that its topic can never take: a client that can be told is told, for all others it becomes a dead
    /// letter. Either way it harms none of its neighbours.
    /// </summary>
    private IntakeStep Refuse(QualityOfService quality, ushort packetId, AppendError error, string reason)
    {
        server.Refusals.Note(session.ClientId, _target!.MqttTopic, reason);
        if (_isV5 && packetId != 0)
        {
            if (quality == QualityOfService.ExactlyOnce)
            {
                AnswerReceived(packetId, -1, error);
            }
            else
            {
                Interlocked.Increment(ref _outstanding);
                _batch!.Answer(new PublishAck(packetId, -1, error));
            }

            return _batch!.IsFull ? IntakeStep.Submit : IntakeStep.Done;
        }

        MqttCounters.Add(ref server.Counters.DeadLetters, 1);
        _writer.Reject(_target, reason);
        return Place(quality, packetId);
    }

    /// <summary>Adds what the writer made, or says that its topic must be created first.</summary>
    private IntakeStep Place(QualityOfService quality, ushort packetId)
    {
        if (_map.FindTopic(_writer.Transformed.Topic) is { } topic)
        {
            return AddTransformed(topic, quality, packetId);
        }

        _stalled = (quality, packetId);
        return IntakeStep.CreateTopic;
    }

    private IntakeStep AddTransformed(Topic topic, QualityOfService quality, ushort packetId)
    {
        _batch ??= server.Batches.Rent(this);
        var record = _writer.Transformed;
        DeadLetterTopic.EnsureKey(record, topic);
        var partition = record.Key is { } key ? topic.PartitionFor(key.Span) : topic.PartitionForKeyless();
        var run = _batch.RunFor(
            partition, record.IsDeadLetter ? AppendSizeLimit.OfLog : AppendSizeLimit.OfTopic);
        var records = _batch.Run(run).Run!;
        record.WriteTo(records);
        (var error, var reason) = record.IsDeadLetter ? default : topic.Judge(records.Last);
        if (error == AppendError.None)
        {
            return Add(quality, packetId, run);
        }

        records.RemoveLast();
        return Refuse(quality, packetId, error, reason!);
    }

    private void DeliverUnstored(in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target)
    {
        _properties.Clear();
        _properties.AddAll(properties);
        var message = new LiveMessage
        {
            Topic = target.MqttTopic,
            Payload = packet.Payload,
            Properties = _properties.Written,
            QualityOfService = packet.QualityOfService,
            IsRetained = packet.IsRetained,
            ExpirySeconds = properties.ExpirySeconds,
            Client = session.ClientIdBytes,
        };
        server.Delivery.Deliver(message);
    }

    private void FlushCounters()
    {
        if (_received > 0)
        {
            MqttCounters.Add(ref server.Counters.MessagesIn, _received);
            Volatile.Write(ref server.Counters.LastMessageUnixMs, _writer.Stamp.TimestampMs);
            _received = 0;
        }
    }
}
