using System.Buffers.Text;
using EdgeLog.Connect;
using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Makes records of messages. Owned by the protocol loop.</summary>
internal sealed class RecordWriter(Session session)
{
    private readonly RawRecord _input = new();

    // Looked at once per record: a take-over may end the session's subscriptions between two looks.
    private bool _hasClient;

    /// <summary>The time of the records to come.</summary>
    public RecordStamp Stamp { get; set; }

    /// <summary>What <see cref="Transform"/> made last.</summary>
    public RawRecord Transformed { get; } = new();

    /// <summary>Adds a message to a run as one record: the only copy of its payload.</summary>
    public void Write(
        in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target, RecordRun run)
    {
        _hasClient = session.HasNoLocalSubscription;
        run.BeginRecord(Stamp);
        if (target.Key is { } key)
        {
            run.WriteKey(key);
        }
        else
        {
            run.WriteNullKey();
        }

        run.WriteValue(packet.Payload);
        run.BeginHeaders(CountHeaders(packet, properties, target));
        WriteHeaders(packet, properties, target, new RunHeaders(run));
        run.EndRecord();
    }

    /// <summary>Adds a retained message to a run of the state topic; an empty payload removes it there.</summary>
    public void WriteRetained(
        in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target, RecordRun run)
    {
        _hasClient = session.HasNoLocalSubscription;
        run.BeginRecord(Stamp);
        run.WriteKey(StateKey.Retained(target.MqttTopic));
        if (packet.Payload.IsEmpty)
        {
            run.WriteNullValue();
            run.BeginHeaders(0);
        }
        else
        {
            run.WriteValue(packet.Payload);
            run.BeginHeaders(CountHeaders(packet, properties, target));
            WriteHeaders(packet, properties, target, new RunHeaders(run));
        }

        run.EndRecord();
    }

    /// <summary>Takes a message through a route's transforms.</summary>
    public PipelineOutcome Transform(
        in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target, RecordPipeline pipeline)
    {
        ReadInput(packet, properties, target);
        return pipeline.Run(_input, Transformed);
    }

    /// <summary>
    /// Notes a message, before <see cref="Reject"/>, that was not taken through <see cref="Transform"/>.
    /// </summary>
    public void ReadInput(in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target)
    {
        _hasClient = session.HasNoLocalSubscription;
        _input.Clear();
        _input.Topic = target.PlannedTopic;
        _input.Key = target.Key;
        _input.Value = packet.Payload.ToArray();
        _input.Stamp = Stamp;
        WriteHeaders(packet, properties, target, new RawHeaders(_input.Headers));
    }

    /// <summary>Makes <see cref="Transformed"/> the dead letter of the message noted last.</summary>
    public void Reject(RouteTarget target, string reason) => target.Letters.Reject(_input, reason, Transformed);

    private int CountHeaders(in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target) =>
        2 + target.Headers.Length
        + (packet.IsRetained ? 1 : 0)
        + (_hasClient ? 1 : 0)
        + (properties.HasContentType ? 1 : 0)
        + (properties.IsPayloadText ? 1 : 0)
        + (properties.HasResponseTopic ? 1 : 0)
        + (properties.HasCorrelationData ? 1 : 0)
        + (properties.ExpirySeconds is null ? 0 : 1)
        + properties.UserPropertyCount;

    private void WriteHeaders<TSink>(
        in PublishPacket packet, scoped in MessageProperties properties, RouteTarget target, TSink sink)
        where TSink : IHeaderSink
    {
        sink.Add(HeaderNames.Topic, target.MqttTopic);
        sink.Add(HeaderNames.Qos, "012"u8.Slice((int)packet.QualityOfService, 1));
        if (packet.IsRetained)
        {
            sink.Add(HeaderNames.Retain, "1"u8);
        }

        if (_hasClient)
        {
            sink.Add(HeaderNames.Client, session.ClientIdBytes);
        }

        if (!packet.Properties.IsEmpty)
        {
            WriteProperties(properties, sink);
        }

        foreach (var header in target.Headers)
        {
            sink.Add(header.Name, header.Value);
        }

        // Last, so that a device cannot put one of its own before ours: readers take the first of a name.
        var reader = properties.ReadAgain();
        while (properties.UserPropertyCount > 0 && reader.MoveNext())
        {
            if (reader.Id == PropertyId.UserProperty)
            {
                sink.Add(reader.Bytes, reader.UserValue);
            }
        }
    }

    private static void WriteProperties<TSink>(scoped in MessageProperties properties, TSink sink)
        where TSink : IHeaderSink
    {
        if (properties.HasContentType)
        {
            sink.Add(HeaderNames.ContentType, properties.ContentType);
        }

        if (properties.IsPayloadText)
        {
            sink.Add(HeaderNames.PayloadFormat, "1"u8);
        }

        if (properties.HasResponseTopic)
        {
            sink.Add(HeaderNames.ResponseTopic, properties.ResponseTopic);
        }

        if (properties.HasCorrelationData)
        {
            sink.Add(HeaderNames.CorrelationData, properties.CorrelationData);
        }

        if (properties.ExpirySeconds is { } seconds)
        {
            Span<byte> text = stackalloc byte[10];
            Utf8Formatter.TryFormat(seconds, text, out var length);
            sink.Add(HeaderNames.MessageExpiry, text[..length]);
        }
    }
}
