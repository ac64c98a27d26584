namespace EdgeLog.Kafka.Protocol;

/// <summary>What a member has.</summary>
public sealed class ConsumerGroupCurrentMemberAssignmentValue
{
    /// <summary>The member's epoch; 0 joins, -1 leaves, -2 leaves for a while.</summary>
    public int MemberEpoch { get; set; }

    /// <summary>The epoch before.</summary>
    public int PreviousMemberEpoch { get; set; }

    /// <summary>The member's state.</summary>
    public sbyte State { get; set; }

    /// <summary>What the member has.</summary>
    public List<TopicIdPartitions> AssignedPartitions { get; set; } = [];

    /// <summary>What the member is to give up.</summary>
    public List<TopicIdPartitions> PartitionsPendingRevocation { get; set; } = [];

    /// <summary>Reads the value in <paramref name="version"/>.</summary>
    public static ConsumerGroupCurrentMemberAssignmentValue Read(ref KafkaReader reader, short version)
    {
        reader.BeginRecord(version, flexibleFrom: 0);
        var value = new ConsumerGroupCurrentMemberAssignmentValue();
        value.MemberEpoch = reader.ReadInt32();
        value.PreviousMemberEpoch = reader.ReadInt32();
        value.State = reader.ReadInt8();
        value.AssignedPartitions = reader.ReadArray<TopicIdPartitions>(version);
        value.PartitionsPendingRevocation = reader.ReadArray<TopicIdPartitions>(version);
        reader.SkipTags();
        return value;
    }

    /// <summary>Writes the value.</summary>
    public void Write(ref KafkaWriter writer, short version)
    {
        writer.BeginRecord(version, flexibleFrom: 0);
        writer.WriteInt32(MemberEpoch);
        writer.WriteInt32(PreviousMemberEpoch);
        writer.WriteInt8(State);
        writer.WriteArray(AssignedPartitions, version);
        writer.WriteArray(PartitionsPendingRevocation, version);
        writer.WriteNoTags();
    }
}
