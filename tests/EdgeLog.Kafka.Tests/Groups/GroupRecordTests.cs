using System.Reflection;
using EdgeLog.Kafka.Groups.Records;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Tests.Groups;

/// <summary>The records of <c>__consumer_offsets</c> as a real Kafka has written them.</summary>
public sealed class GroupRecordTests
{
    [Fact]
    public void Offsets_and_generations_are_written_with_the_bytes_of_Kafka()
    {
        var records = Read("offsets-classic.log");
        Assert.Equal(
            [GroupRecordType.GroupMetadata, GroupRecordType.GroupMetadata, GroupRecordType.OffsetCommit],
            records.Select(record => record.Record.Key.Type));
        var generation = (GroupMetadataValue)records[1].Record.Value!;
        Assert.Equal((1, "range", "inst"),
            (generation.Generation, generation.Protocol, generation.Members.Single().GroupInstanceId));
        Assert.All(records, record =>
        {
            Assert.Equal(record.Key, KeyBytes(record.Record.Key));
            Assert.Equal(record.Value, ValueBytes(record.Record));
        });
    }

    [Fact]
    public void Groups_of_the_new_protocol_are_read()
    {
        var records = Read("offsets-consumer.log");
        Assert.Contains(records, record => record.Record.Key.Type == GroupRecordType.ConsumerGroupMemberMetadata);
        Assert.All(records, record => Assert.Equal(record.Key, KeyBytes(record.Record.Key)));
        var current = records.Select(record => record.Record.Value)
            .OfType<ConsumerGroupCurrentMemberAssignmentValue>().First();
        Assert.Equal((2, 0, 0), (current.MemberEpoch, current.PreviousMemberEpoch, current.State));
        Assert.Equal([0], current.AssignedPartitions.Single().Partitions);
        var member = records.Select(record => record.Record.Value).OfType<ConsumerGroupMemberMetadataValue>().First();
        Assert.Equal(["tt"], member.SubscribedTopicNames);
        Assert.Null(records[^2].Record.Value);
    }

    [Fact]
    public void Keys_of_other_kinds_are_left_alone() =>
        Assert.Null(GroupRecordKey.Read(new byte[] { 0, 99, 0, 1, (byte)'g' }));

    private static List<(GroupRecord Record, byte[] Key, byte[]? Value)> Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var records = new List<(GroupRecord, byte[], byte[]?)>();
        foreach (var record in new RecordBatchReader(bytes.ToArray(), Offset.Zero))
        {
            var key = GroupRecordKey.Read(record.Key.ToArray())!.Value;
            var value = record.HasValue ? record.Value.ToArray() : null;
            var parsed = new GroupRecord(key, value is null ? null : GroupRecord.ReadValue(key, value));
            records.Add((parsed, record.Key.ToArray(), value));
        }

        return records;
    }

    private static byte[] KeyBytes(GroupRecordKey key)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        key.Write(ref writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static byte[] ValueBytes(GroupRecord record)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        record.WriteValue(ref writer);
        return buffer.WrittenSpan.ToArray();
    }
}
