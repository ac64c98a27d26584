using System.Buffers.Text;
using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Makes messages of records: the way back from headers to properties. Used by one thread at a time.</summary>
internal sealed class RecordDecoder(TimeProvider time, BackwardRoutes routes)
{
    private readonly PropertyBlock _properties = new();

    /// <summary>
    /// The record as a message; false where it has no valid MQTT topic, or has expired. The message is valid until the
    /// next call and while the record is.
    /// </summary>
    public bool TryDecode(
        string logTopic,
        scoped in Record record,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> headers,
        out LiveMessage message)
    {
        // A record without a word on it is as durable as any: each subscription's own quality decides.
        message = new LiveMessage { Payload = value, QualityOfService = QualityOfService.AtLeastOnce };
        _properties.Clear();
        var reader = new RecordHeaderReader(headers, record.HeaderCount);
        while (reader.MoveNext())
        {
            var header = reader.Current;
            if (header.Name.StartsWith(HeaderNames.Prefix))
            {
                TakeOwn(header.Name, header.Value, record.TimestampMs, ref message);
            }
            else if (IsProperty(header))
            {
                _properties.AddUserProperty(header.Name, header.Value);
            }
        }

        message.Properties = _properties.Written;
        if (message.Topic.IsEmpty)
        {
            message.Topic = routes.Find(logTopic, record);
        }

        return !message.Topic.IsEmpty
            && message.ExpirySeconds != 0
            && TopicFilter.IsTopicName(message.Topic)
            && FieldReader.IsText(message.Topic);
    }

    // A header may be anything; a property is two short texts.
    private static bool IsProperty(scoped in RecordHeader header) =>
        header.HasValue
        && header.Name.Length <= ushort.MaxValue
        && header.Value.Length <= ushort.MaxValue
        && FieldReader.IsText(header.Name)
        && FieldReader.IsText(header.Value);

    private void TakeOwn(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, long timestampMs, ref LiveMessage message)
    {
        if (name.SequenceEqual(HeaderNames.Topic))
        {
            // The first counts: a user property of that name comes behind it.
            message.Topic = message.Topic.IsEmpty && value.Length <= ushort.MaxValue ? value : message.Topic;
        }
        else if (name.SequenceEqual(HeaderNames.Qos))
        {
            message.QualityOfService = value is [>= (byte)'0' and <= (byte)'2']
                ? (QualityOfService)(value[0] - '0')
                : QualityOfService.AtLeastOnce;
        }
        else if (name.SequenceEqual(HeaderNames.Retain))
        {
            message.IsRetained = value.SequenceEqual("1"u8);
        }
        else if (name.SequenceEqual(HeaderNames.Client))
        {
            message.Client = value;
        }
        else if (name.SequenceEqual(HeaderNames.MessageExpiry))
        {
            message.ExpirySeconds = SecondsLeft(value, timestampMs);
        }
        else if (name.SequenceEqual(HeaderNames.PayloadFormat))
        {
            _properties.AddByte(PropertyId.PayloadFormatIndicator, (byte)(value.SequenceEqual("1"u8) ? 1 : 0));
        }
        else
        {
            TakeText(name, value);
        }
    }

    private void TakeText(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.Length > ushort.MaxValue)
        {
            return;
        }

        if (name.SequenceEqual(HeaderNames.CorrelationData))
        {
            _properties.AddBytes(PropertyId.CorrelationData, value);
        }
        else if (name.SequenceEqual(HeaderNames.ContentType) && FieldReader.IsText(value))
        {
            _properties.AddBytes(PropertyId.ContentType, value);
        }
        else if (name.SequenceEqual(HeaderNames.ResponseTopic) && FieldReader.IsText(value))
        {
            _properties.AddBytes(PropertyId.ResponseTopic, value);
        }
    }

    private uint? SecondsLeft(ReadOnlySpan<byte> value, long timestampMs)
    {
        if (!Utf8Parser.TryParse(value, out uint seconds, out var used) || used != value.Length)
        {
            return null;
        }

        var ageSeconds = Math.Max(0, (time.GetUtcNow().ToUnixTimeMilliseconds() - timestampMs) / 1000);
        return (uint)Math.Max(0, seconds - ageSeconds);
    }
}
