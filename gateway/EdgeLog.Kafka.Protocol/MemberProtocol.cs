namespace EdgeLog.Kafka.Protocol;

/// <summary>A way of assignment that a member supports.</summary>
public sealed class MemberProtocol : IMessagePart<MemberProtocol>
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The member's subscription.</summary>
    public ReadOnlyMemory<byte> Metadata { get; set; }

    /// <summary>Reads one, as part of its message.</summary>
    public static MemberProtocol Read(ref KafkaReader reader, short version)
    {
        var memberProtocol = new MemberProtocol();
        memberProtocol.Name = reader.ReadName();
        memberProtocol.Metadata = reader.ReadBytes();
        reader.SkipTags();
        return memberProtocol;
    }

    /// <summary>Writes it, as part of its message.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.WriteString(Name);
        writer.WriteBytes(Metadata.Span);
        writer.WriteNoTags();
    }
}
