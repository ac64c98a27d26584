namespace EdgeLog.Kafka.Protocol;

/// <summary>Asks for the member's assignment, and brings all of them if it is the leader's.</summary>
public sealed class SyncGroupRequest
{
    /// <summary>The group.</summary>
    public string GroupId { get; set; } = "";

    /// <summary>The group's generation.</summary>
    public int GenerationId { get; set; }

    /// <summary>The member.</summary>
    public string MemberId { get; set; } = "";

    /// <summary>A static member's name, or null (KIP-345).</summary>
    public string? GroupInstanceId { get; set; }

    /// <summary>What kind of group it is; <c>consumer</c> for consumers.</summary>
    public string? ProtocolType { get; set; }

    /// <summary>The way of assignment chosen.</summary>
    public string? ProtocolName { get; set; }

    /// <summary>What each member gets, from the leader.</summary>
    public List<MemberAssignment> Assignments { get; set; } = [];

    /// <summary>Reads the request in <paramref name="version"/>.</summary>
    public static SyncGroupRequest Read(ref KafkaReader reader, short version)
    {
        reader.BeginBody(ApiKey.SyncGroup, version);
        var request = new SyncGroupRequest();
        request.GroupId = reader.ReadName();
        request.GenerationId = reader.ReadInt32();
        request.MemberId = reader.ReadName();

        if (version >= 3)
        {
            request.GroupInstanceId = reader.ReadNullableString();
        }

        if (version >= 5)
        {
            request.ProtocolType = reader.ReadNullableString();
            request.ProtocolName = reader.ReadNullableString();
        }

        request.Assignments = reader.ReadArray<MemberAssignment>(version);
        reader.SkipTags();
        return request;
    }

    /// <summary>Writes the request.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginBody(ApiKey.SyncGroup, version);
        writer.WriteString(GroupId);
        writer.WriteInt32(GenerationId);
        writer.WriteString(MemberId);

        if (version >= 3)
        {
            writer.WriteNullableString(GroupInstanceId);
        }

        if (version >= 5)
        {
            writer.WriteNullableString(ProtocolType);
            writer.WriteNullableString(ProtocolName);
        }

        writer.WriteArray(Assignments, version);
        writer.WriteNoTags();
    }

    /// <summary>One member's partitions.</summary>
    public sealed class MemberAssignment : IMessagePart<MemberAssignment>
    {
        /// <summary>The member.</summary>
        public string MemberId { get; set; } = "";

        /// <summary>What the member gets.</summary>
        public ReadOnlyMemory<byte> Assignment { get; set; }

        /// <summary>Reads one, as part of its message.</summary>
        public static MemberAssignment Read(ref KafkaReader reader, short version)
        {
            var memberAssignment = new MemberAssignment();
            memberAssignment.MemberId = reader.ReadName();
            memberAssignment.Assignment = reader.ReadBytes();
            reader.SkipTags();
            return memberAssignment;
        }

        /// <summary>Writes it, as part of its message.</summary>
        public void Write(ref KafkaWriter writer, short version)
        {
            writer.WriteString(MemberId);
            writer.WriteBytes(Assignment.Span);
            writer.WriteNoTags();
        }
    }
}
