using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>
/// Makes PUBLISH packets of records for another broker: headers become properties as for subscribers here. Used by one
/// task's loop.
/// </summary>
internal sealed class MessageOfRecord(MqttSinkSettings settings, Func<RouteTable> routes, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _properties = new();

    /// <summary>
    /// Writes a record as a packet. Gives back null, or why there is no packet that says it: for good.
    /// </summary>
    public string? TryWrite(SinkRecord record, ushort packetId, BrokerTerms terms, IBufferWriter<byte> output)
    {
        if (TopicOf(record) is not { } text)
        {
            return "no MQTT topic is known: the route cannot be read backwards, and there is no header mqtt.topic";
        }

        var topic = Encoding.UTF8.GetBytes(text);
        if (!TopicFilter.IsTopicName(topic) || topic.Length > ushort.MaxValue || !FieldReader.IsText(topic))
        {
            return $"\"{text}\" is not an MQTT topic";
        }

        var isV5 = settings.Client.Version == ProtocolVersion.V5;
        var isRetained = ReadHeaders(record.Data);
        var payload = record.Data.Value ?? default;
        var propertyBytes = isV5
            ? PacketWriter.VariableIntegerBytes(_properties.WrittenCount) + _properties.WrittenCount
            : 0;
        var idBytes = settings.Quality == QualityOfService.AtMostOnce ? 0 : 2;
        var bodyBytes = 2 + topic.Length + idBytes + propertyBytes + payload.Length;
        if (PacketWriter.PacketBytes(bodyBytes) > terms.PacketBytesMax)
        {
            return $"a packet of {bodyBytes} bytes is more than the broker takes, {terms.PacketBytesMax}";
        }

        var flags = ((int)settings.Quality << 1) | (isRetained && terms.IsRetainAvailable ? 1 : 0);
        var writer = new PacketWriter(output.GetSpan(PacketWriter.PacketBytes(bodyBytes)));
        writer.WriteFixedHeader(PacketType.Publish, flags, bodyBytes);
        writer.WriteBinary(topic);
        if (idBytes > 0)
        {
            writer.WriteUInt16(packetId);
        }

        if (isV5)
        {
            writer.WriteVariableInteger(_properties.WrittenCount);
            writer.WriteRaw(_properties.WrittenSpan);
        }

        writer.WriteRaw(payload.Span);
        output.Advance(writer.SizeBytes);
        return null;
    }

    private string? TopicOf(SinkRecord record)
    {
        var own = OwnTopic(record);
        if (settings.Topic is not { } template)
        {
            return own;
        }

        var key = record.Data.Key is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : string.Empty;
        var needsOwn = template.Parts.Any(part => part.Capture == 0);
        return needsOwn && own is null
            ? null
            : template.Fill([
                own ?? string.Empty, record.Data.Topic, key,
                record.Source.Partition.ToString(CultureInfo.InvariantCulture), settings.GatewayName,
            ]);
    }

    private string? OwnTopic(SinkRecord record)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in record.Data.Headers)
        {
            if (header.Value is { } value)
            {
                headers.TryAdd(Encoding.UTF8.GetString(header.Name.Span), Encoding.UTF8.GetString(value.Span));
            }
        }

        if (headers.TryGetValue("mqtt.topic", out var topic))
        {
            return topic;
        }

        var key = record.Input.Key is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
        return routes().ReadBackwards(record.Source.Topic, key, headers).MqttTopic;
    }

    /// <summary>Gathers the properties; gives back whether the message is retained.</summary>
    private bool ReadHeaders(RawRecord record)
    {
        _properties.ResetWrittenCount();
        var isRetained = settings.Retain == RetainPolicy.Always;
        foreach (var header in record.Headers)
        {
            var name = header.Name.Span;
            if (header.Value is not { } value || value.Length > ushort.MaxValue || name.Length > ushort.MaxValue)
            {
                continue;
            }

            if (name.SequenceEqual(HeaderNames.Retain))
            {
                isRetained |= settings.Retain == RetainPolicy.Keep && value.Span.SequenceEqual("1"u8);
            }
            else if (!TakeProperty(name, value.Span, record.TimestampMs)
                && !name.StartsWith(HeaderNames.Prefix)
                && FieldReader.IsText(name)
                && FieldReader.IsText(value.Span))
            {
                Add(PropertyId.UserProperty, name);
                AddPrefixed(value.Span);
            }
        }

        return isRetained;
    }

    private bool TakeProperty(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, long timestampMs)
    {
        if (name.SequenceEqual(HeaderNames.ContentType) && FieldReader.IsText(value))
        {
            Add(PropertyId.ContentType, value);
        }
        else if (name.SequenceEqual(HeaderNames.ResponseTopic) && FieldReader.IsText(value))
        {
            Add(PropertyId.ResponseTopic, value);
        }
        else if (name.SequenceEqual(HeaderNames.CorrelationData))
        {
            Add(PropertyId.CorrelationData, value);
        }
        else if (name.SequenceEqual(HeaderNames.PayloadFormat))
        {
            _properties.Write([(byte)PropertyId.PayloadFormatIndicator, (byte)(value.SequenceEqual("1"u8) ? 1 : 0)]);
        }
        else if (name.SequenceEqual(HeaderNames.MessageExpiry))
        {
            AddExpiry(value, timestampMs);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void AddExpiry(ReadOnlySpan<byte> value, long timestampMs)
    {
        if (uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            // What has expired is the broker's to leave out: it is told the least there is.
            var ageSeconds = Math.Max(0, (time.GetUtcNow().ToUnixTimeMilliseconds() - timestampMs) / 1000);
            var writer = new PacketWriter(_properties.GetSpan(5));
            writer.WriteByte((int)PropertyId.MessageExpiryInterval);
            writer.WriteUInt32((uint)Math.Max(1, seconds - ageSeconds));
            _properties.Advance(5);
        }
    }

    private void Add(PropertyId id, ReadOnlySpan<byte> value)
    {
        _properties.Write([(byte)id]);
        AddPrefixed(value);
    }

    private void AddPrefixed(ReadOnlySpan<byte> value)
    {
        var writer = new PacketWriter(_properties.GetSpan(2 + value.Length));
        writer.WriteBinary(value);
        _properties.Advance(writer.SizeBytes);
    }
}
