using System.Buffers;
using System.Buffers.Binary;

namespace EdgeLog.Mqtt;

/// <summary>Builds the property block of a message towards MQTT 5 subscribers. Used by one thread at a time.</summary>
internal sealed class PropertyBlock
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void AddByte(PropertyId id, byte value)
    {
        var span = _bytes.GetSpan(2);
        span[0] = (byte)id;
        span[1] = value;
        _bytes.Advance(2);
    }

    public void AddBytes(PropertyId id, ReadOnlySpan<byte> value)
    {
        _bytes.Write([(byte)id]);
        AddPrefixed(value);
    }

    public void AddUserProperty(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        AddBytes(PropertyId.UserProperty, name);
        AddPrefixed(value);
    }

    /// <summary>
    /// Adds what a received message carries to its subscribers; its expiry and alias are not part of it.
    /// </summary>
    public void AddAll(scoped in MessageProperties properties)
    {
        if (properties.IsPayloadText)
        {
            AddByte(PropertyId.PayloadFormatIndicator, 1);
        }

        if (properties.HasContentType)
        {
            AddBytes(PropertyId.ContentType, properties.ContentType);
        }

        if (properties.HasResponseTopic)
        {
            AddBytes(PropertyId.ResponseTopic, properties.ResponseTopic);
        }

        if (properties.HasCorrelationData)
        {
            AddBytes(PropertyId.CorrelationData, properties.CorrelationData);
        }

        var reader = properties.ReadAgain();
        while (properties.UserPropertyCount > 0 && reader.MoveNext())
        {
            if (reader.Id == PropertyId.UserProperty)
            {
                AddUserProperty(reader.Bytes, reader.UserValue);
            }
        }
    }

    private void AddPrefixed(ReadOnlySpan<byte> value)
    {
        var span = _bytes.GetSpan(2 + value.Length);
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)value.Length);
        value.CopyTo(span[2..]);
        _bytes.Advance(2 + value.Length);
    }
}
