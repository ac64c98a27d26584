namespace EdgeLog.Kafka.Protocol;

/// <summary>A generation of a group of the classic protocol as <c>__consumer_offsets</c> holds it.</summary>
public sealed class GroupMetadataValue
{
    /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
    public string ProtocolType { get; set; } = "";

    /// <summary>The generation.</summary>
    public int Generation { get; set; }

    /// <summary>The way of assignment chosen, or null.</summary>
    public string? Protocol { get; set; } = "";

    /// <summary>The member that assigns.</summary>
    public string? Leader { get; set; } = "";

    /// <summary>When the group came into its state, in milliseconds since 1970; -1 where unknown.</summary>
    public long CurrentStateTimestamp { get; set; } = -1;

    /// <summary>The members.</summary>
    public List<Member> Members { get; set; } = [];

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static GroupMetadataValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 4);
        var value = new GroupMetadataValue();
        value.ProtocolType = reader.ReadString();
        value.Generation = reader.ReadInt32();
        value.Protocol = reader.ReadNullableString();
        value.Leader = reader.ReadNullableString();

        if (version >= 2)
        {
            value.CurrentStateTimestamp = reader.ReadInt64();
        }

        value.Members = reader.ReadArray<Member>(version);
        reader.SkipTags();
        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 4);
        writer.WriteString(ProtocolType);
        writer.WriteInt32(Generation);
        writer.WriteNullableString(Protocol);
        writer.WriteNullableString(Leader);

        if (version >= 2)
        {
            writer.WriteInt64(CurrentStateTimestamp);
        }

        writer.WriteArray(Members, version);
        writer.WriteNoTags();
    }

    /// <summary>One member.</summary>
    public sealed class Member : IMessagePart<Member>
    {
        /// <summary>The member.</summary>
        public string MemberId { get; set; } = "";

        /// <summary>A static member's name, or null (KIP-345).</summary>
        public string? GroupInstanceId { get; set; }

        /// <summary>The client's name for itself.</summary>
        public string ClientId { get; set; } = "";

        /// <summary>Where the client is.</summary>
        public string ClientHost { get; set; } = "";

        /// <summary>How long the member may take to rejoin, in milliseconds.</summary>
        public int RebalanceTimeout { get; set; } = -1;

        /// <summary>How long the member may be silent, in milliseconds.</summary>
        public int SessionTimeout { get; set; }

        /// <summary>The member's subscription.</summary>
        public ReadOnlyMemory<byte> Subscription { get; set; }

        /// <summary>What the member gets.</summary>
        public ReadOnlyMemory<byte> Assignment { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static Member Read(ref KafkaReader reader, short version)
        {
            var member = new Member();
            member.MemberId = reader.ReadName();

            if (version >= 3)
            {
                member.GroupInstanceId = reader.ReadNullableString();
            }

            member.ClientId = reader.ReadString();
            member.ClientHost = reader.ReadString();

            if (version >= 1)
            {
                member.RebalanceTimeout = reader.ReadInt32();
            }

            member.SessionTimeout = reader.ReadInt32();
            member.Subscription = reader.ReadBytes();
            member.Assignment = reader.ReadBytes();
            reader.SkipTags();
            return member;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);

            if (version >= 3)
            {
                writer.WriteNullableString(GroupInstanceId);
            }

            writer.WriteString(ClientId);
            writer.WriteString(ClientHost);

            if (version >= 1)
            {
                writer.WriteInt32(RebalanceTimeout);
            }

            writer.WriteInt32(SessionTimeout);
            writer.WriteBytes(Subscription.Span);
            writer.WriteBytes(Assignment.Span);
            writer.WriteNoTags();
        }
    }
}
