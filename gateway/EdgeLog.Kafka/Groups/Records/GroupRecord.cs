using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Requests;

namespace EdgeLog.Kafka.Groups.Records;

/// <summary>A record of <c>__consumer_offsets</c> on its way into the log.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What is so from now on; null where the thing is gone.</param>
internal sealed record GroupRecord(GroupRecordKey Key, object? Value)
{
    /// <summary>
    /// What Kafka 4 writes: 3 is the last version of offsets and generations that older readers know.
    /// </summary>
    private const short ClassicVersion = 3;

    /// <summary>Writes the value: its version, then its fields.</summary>
    public void WriteValue(ref KafkaWriter writer)
    {
        var (version, write) = Value switch
        {
            OffsetCommitValue value => (OffsetVersion(value), (WriteBody)value.Write),
            GroupMetadataValue value => (ClassicVersion, value.Write),
            ConsumerGroupMetadataValue value => ((short)0, value.Write),
            ConsumerGroupMemberMetadataValue value => ((short)0, value.Write),
            ConsumerGroupTargetAssignmentMetadataValue value => ((short)0, value.Write),
            ConsumerGroupTargetAssignmentMemberValue value => ((short)0, value.Write),
            ConsumerGroupCurrentMemberAssignmentValue value => ((short)0, value.Write),
            _ => throw new System.Diagnostics.UnreachableException($"{Key.Type} has no such value."),
        };
        writer.WriteInt16(version);
        write(ref writer, version);
    }

    /// <summary>Reads the value that belongs to <paramref name="key"/>.</summary>
    public static object ReadValue(GroupRecordKey key, ReadOnlyMemory<byte> bytes)
    {
        var reader = new KafkaReader(bytes);
        var version = reader.ReadInt16();
        return key.Type switch
        {
            GroupRecordType.LegacyOffsetCommit or GroupRecordType.OffsetCommit =>
                OffsetCommitValue.Read(ref reader, version),
            GroupRecordType.GroupMetadata => GroupMetadataValue.Read(ref reader, version),
            GroupRecordType.ConsumerGroupMetadata => ConsumerGroupMetadataValue.Read(ref reader, version),
            GroupRecordType.ConsumerGroupMemberMetadata => ConsumerGroupMemberMetadataValue.Read(ref reader, version),
            GroupRecordType.ConsumerGroupTargetAssignmentMetadata =>
                ConsumerGroupTargetAssignmentMetadataValue.Read(ref reader, version),
            GroupRecordType.ConsumerGroupTargetAssignmentMember =>
                ConsumerGroupTargetAssignmentMemberValue.Read(ref reader, version),
            _ => ConsumerGroupCurrentMemberAssignmentValue.Read(ref reader, version),
        };
    }

    private static short OffsetVersion(OffsetCommitValue value) =>
        value.TopicId == Guid.Empty ? ClassicVersion : (short)4;
}
