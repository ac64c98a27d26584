using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>What a broker's CONNACK says (MQTT 5, 3.2).</summary>
internal sealed record BrokerTerms
{
    public bool IsSessionPresent { get; private init; }

    /// <summary>0, or why it refuses: a reason code of MQTT 5, a return code of 3.1.1.</summary>
    public int Reason { get; private init; }

    public string? ReasonText { get; private set; }

    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    public long PacketBytesMax { get; private set; } = uint.MaxValue;

    public int MaximumQos { get; private set; } = 2;

    public bool IsRetainAvailable { get; private set; } = true;

    public int? KeepAliveSeconds { get; private set; }

    public static BrokerTerms Read(ReadOnlySpan<byte> body, ProtocolVersion version)
    {
        var fields = new FieldReader(body);
        var flags = fields.ReadByte();
        var terms = new BrokerTerms { IsSessionPresent = (flags & 1) != 0, Reason = fields.ReadByte() };
        if (version == ProtocolVersion.V5 && !fields.IsAtEnd)
        {
            var properties = new PropertyReader(fields.Take(fields.ReadVariableInteger()), PropertySet.All);
            while (properties.MoveNext())
            {
                terms.Take(properties);
            }
        }

        return terms;
    }

    private void Take(scoped in PropertyReader property)
    {
        switch (property.Id)
        {
            case PropertyId.ReceiveMaximum:
                ReceiveMaximum = (int)property.Number;
                break;
            case PropertyId.MaximumPacketSize:
                PacketBytesMax = property.Number;
                break;
            case PropertyId.MaximumQos:
                MaximumQos = (int)property.Number;
                break;
            case PropertyId.RetainAvailable:
                IsRetainAvailable = property.Number == 1;
                break;
            case PropertyId.ServerKeepAlive:
                KeepAliveSeconds = (int)property.Number;
                break;
            case PropertyId.ReasonString:
                ReasonText = Encoding.UTF8.GetString(property.Bytes);
                break;
            default:
                break;
        }
    }
}
