namespace EdgeLog.Mqtt;

/// <summary>
/// Reads the properties of one MQTT 5 packet in order (2.2.2). Refuses what the packet may not carry and what it
/// carries twice; only user properties repeat.
/// </summary>
internal ref struct PropertyReader(ReadOnlySpan<byte> properties, PropertySet allowed)
{
    private FieldReader _fields = new(properties);
    private ulong _seen;

    public PropertyId Id { get; private set; }

    /// <summary>The value of a property that is a number of one to four bytes.</summary>
    public uint Number { get; private set; }

    /// <summary>The value of a text or binary property; the name of a user property.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The value of a user property.</summary>
    public ReadOnlySpan<byte> UserValue { get; private set; }

    public bool MoveNext()
    {
        if (_fields.IsAtEnd)
        {
            return false;
        }

        var id = _fields.ReadVariableInteger();
        Id = (PropertyId)id;
        if (!allowed.Contains(id))
        {
            Refuse(id);
        }

        if (Id != PropertyId.UserProperty)
        {
            if ((_seen & (1UL << id)) != 0)
            {
                MqttProtocolException.ThrowProtocolError($"Property {id} comes twice.");
            }

            _seen |= 1UL << id;
        }

        ReadValue();
        return true;
    }

    private static void Refuse(int id)
    {
        if (!PropertySet.All.Contains(id))
        {
            MqttProtocolException.ThrowMalformed($"Property {id} does not exist.");
        }

        MqttProtocolException.ThrowProtocolError($"Property {id} does not belong in this packet.");
    }

    private void ReadValue()
    {
        switch (Id)
        {
            case PropertyId.PayloadFormatIndicator:
            case PropertyId.RequestProblemInformation:
            case PropertyId.RequestResponseInformation:
            case PropertyId.MaximumQos:
            case PropertyId.RetainAvailable:
            case PropertyId.WildcardSubscriptionAvailable:
            case PropertyId.SubscriptionIdentifierAvailable:
            case PropertyId.SharedSubscriptionAvailable:
                Number = _fields.ReadByte();
                if (Number > 1)
                {
                    MqttProtocolException.ThrowProtocolError($"Property {(int)Id} is neither 0 nor 1.");
                }

                break;
            case PropertyId.ServerKeepAlive:
            case PropertyId.ReceiveMaximum:
            case PropertyId.TopicAlias:
            case PropertyId.TopicAliasMaximum:
                Number = _fields.ReadUInt16();
                break;
            case PropertyId.MessageExpiryInterval:
            case PropertyId.SessionExpiryInterval:
            case PropertyId.WillDelayInterval:
            case PropertyId.MaximumPacketSize:
                Number = _fields.ReadUInt32();
                break;
            case PropertyId.SubscriptionIdentifier:
                Number = (uint)_fields.ReadVariableInteger();
                break;
            case PropertyId.CorrelationData:
            case PropertyId.AuthenticationData:
                Bytes = _fields.ReadBinary();
                break;
            case PropertyId.UserProperty:
                Bytes = _fields.ReadText();
                UserValue = _fields.ReadText();
                break;
            default:
                Bytes = _fields.ReadText();
                break;
        }

        if (Number == 0 && (Id is PropertyId.ReceiveMaximum or PropertyId.MaximumPacketSize
            or PropertyId.SubscriptionIdentifier))
        {
            MqttProtocolException.ThrowProtocolError($"Property {(int)Id} is zero.");
        }
    }
}
