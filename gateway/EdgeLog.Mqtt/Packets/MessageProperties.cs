namespace EdgeLog.Mqtt;

/// <summary>The properties of a PUBLISH or of a will that travel with the message, as a view over the packet.</summary>
internal ref struct MessageProperties
{
    private readonly ReadOnlySpan<byte> _block;
    private readonly PropertySet _allowed;

    /// <summary>Reads a property block, its length left out. Checks all of it.</summary>
    public MessageProperties(ReadOnlySpan<byte> block, PropertySet allowed)
    {
        _block = block;
        _allowed = allowed;
        var reader = new PropertyReader(block, allowed);
        while (reader.MoveNext())
        {
            Take(reader);
        }
    }

    /// <summary>The topic alias, or -1 for none; zero is not valid.</summary>
    public int TopicAlias { get; private set; } = -1;

    public bool IsPayloadText { get; private set; }

    /// <summary>Seconds until the message is of no use any more, or null.</summary>
    public uint? ExpirySeconds { get; private set; }

    /// <summary>A will's delay.</summary>
    public uint WillDelaySeconds { get; private set; }

    public bool HasContentType { get; private set; }

    public ReadOnlySpan<byte> ContentType { get; private set; }

    public bool HasResponseTopic { get; private set; }

    public ReadOnlySpan<byte> ResponseTopic { get; private set; }

    public bool HasCorrelationData { get; private set; }

    public ReadOnlySpan<byte> CorrelationData { get; private set; }

    public int UserPropertyCount { get; private set; }

    /// <summary>Reads the properties again, for the user properties in their order.</summary>
    public readonly PropertyReader ReadAgain() => new(_block, _allowed);

    private void Take(in PropertyReader reader)
    {
        switch (reader.Id)
        {
            case PropertyId.TopicAlias:
                TopicAlias = (int)reader.Number;
                break;
            case PropertyId.PayloadFormatIndicator:
                IsPayloadText = reader.Number == 1;
                break;
            case PropertyId.MessageExpiryInterval:
                ExpirySeconds = reader.Number;
                break;
            case PropertyId.WillDelayInterval:
                WillDelaySeconds = reader.Number;
                break;
            case PropertyId.ContentType:
                HasContentType = true;
                ContentType = reader.Bytes;
                break;
            case PropertyId.ResponseTopic:
                HasResponseTopic = true;
                ResponseTopic = reader.Bytes;
                break;
            case PropertyId.CorrelationData:
                HasCorrelationData = true;
                CorrelationData = reader.Bytes;
                break;
            case PropertyId.UserProperty:
                UserPropertyCount++;
                break;
            default:
                break;
        }
    }
}
