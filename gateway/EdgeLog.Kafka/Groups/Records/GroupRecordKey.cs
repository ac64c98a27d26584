using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Records;

/// <summary>The key of a record of <c>__consumer_offsets</c>: Kafka's bytes.</summary>
/// <param name="Type">What it is about.</param>
/// <param name="Group">The group.</param>
/// <param name="Name">The topic of an offset, or the member, or empty where the key has neither.</param>
/// <param name="Partition">The partition of an offset; -1 elsewhere.</param>
internal readonly record struct GroupRecordKey(
    GroupRecordType Type, string Group, string Name = "", int Partition = -1)
{
    public static GroupRecordKey OfOffset(string group, string topic, int partition) =>
        new(GroupRecordType.OffsetCommit, group, topic, partition);

    /// <summary>Reads a key; null where it is of a kind that is not known here.</summary>
    public static GroupRecordKey? Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new KafkaReader(bytes);
        var type = (GroupRecordType)reader.ReadInt16();
        switch (type)
        {
            case GroupRecordType.LegacyOffsetCommit or GroupRecordType.OffsetCommit:
                return OfOffset(reader.ReadString(), reader.ReadString(), reader.ReadInt32());
            case GroupRecordType.GroupMetadata or GroupRecordType.ConsumerGroupMetadata
                or GroupRecordType.ConsumerGroupTargetAssignmentMetadata:
                return new GroupRecordKey(type, reader.ReadString());
            case GroupRecordType.ConsumerGroupMemberMetadata or GroupRecordType.ConsumerGroupTargetAssignmentMember
                or GroupRecordType.ConsumerGroupCurrentMemberAssignment:
                return new GroupRecordKey(type, reader.ReadString(), reader.ReadString());
            default:
                return null;
        }
    }

    public void Write(ref KafkaWriter writer)
    {
        writer.WriteInt16((short)Type);
        writer.WriteString(Group);
        if (Name.Length > 0)
        {
            writer.WriteString(Name);
        }

        if (Type == GroupRecordType.OffsetCommit)
        {
            writer.WriteInt32(Partition);
        }
    }
}
