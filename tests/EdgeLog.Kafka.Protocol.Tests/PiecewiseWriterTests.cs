using System.Text;

namespace EdgeLog.Kafka.Protocol.Tests;

public sealed class PiecewiseWriterTests
{
    private static readonly Guid Id = new("00112233-4455-6677-8899-aabbccddeeff");

    public static TheoryData<short> ProduceVersions => [.. Enumerable.Range(3, 11).Select(v => (short)v)];

    public static TheoryData<short> FetchVersions => [.. Enumerable.Range(4, 14).Select(v => (short)v)];

    [Theory]
    [MemberData(nameof(ProduceVersions))]
    public void A_produce_request_written_piece_by_piece_reads_like_one_written_at_once(short version)
    {
        using var pieces = new KafkaBuffer(8);
        var writer = new ProduceRequestWriter(new KafkaWriter(pieces), version);
        writer.Begin(null, acks: -1, timeoutMs: 1500);
        foreach (var name in new[] { "a", "b" })
        {
            writer.BeginTopic(name, Id);
            for (var index = 0; index < 3; index++)
            {
                writer.BeginPartition(index);
                var records = Encoding.UTF8.GetBytes($"records of {name} {index}");
                records.CopyTo(writer.GetRecordsSpan(records.Length + 100));
                writer.AdvanceRecords(records.Length);
                writer.EndPartition();
            }

            writer.EndTopic();
        }

        writer.End();

        var reader = new KafkaReader(pieces.WrittenMemory);
        var request = ProduceRequest.Read(ref reader, version);
        Assert.Equal(0, reader.Remaining);
        Assert.Equal((-1, 1500), (request.Acks, request.TimeoutMs));
        Assert.Equal(version <= 12 ? ["a", "b"] : new[] { "", "" }, request.Topics.Select(t => t.Name));
        Assert.Equal(version <= 12 ? Guid.Empty : Id, request.Topics[1].TopicId);
        Assert.Equal("records of b 2", Encoding.UTF8.GetString(request.Topics[1].Partitions[2].Records!.Value.Span));
    }

    [Theory]
    [MemberData(nameof(FetchVersions))]
    public void A_fetch_response_written_piece_by_piece_reads_like_one_written_at_once(short version)
    {
        using var pieces = new KafkaBuffer(8);
        var writer = new FetchResponseWriter(new KafkaWriter(pieces), version);
        writer.Begin(0, ErrorCode.None, sessionId: 0);
        writer.BeginTopic("a", Id);
        WritePartition(ref writer, 0, "first records");
        WritePartition(ref writer, 1, "");
        writer.EndTopic();
        writer.End();

        var expected = new FetchResponse();
        var topic = expected.Topics.Add();
        (topic.Name, topic.TopicId) = (version <= 12 ? "a" : "", version <= 12 ? Guid.Empty : Id);
        Describe(topic.Partitions.Add(), 0).Records = Encoding.UTF8.GetBytes("first records");
        Describe(topic.Partitions.Add(), 1).Records = ReadOnlyMemory<byte>.Empty;
        AssertReads(expected, pieces, version);
    }

    [Theory]
    [MemberData(nameof(FetchVersions))]
    public void A_partition_or_topic_taken_back_leaves_no_trace(short version)
    {
        using var pieces = new KafkaBuffer(8);
        var writer = new FetchResponseWriter(new KafkaWriter(pieces), version);
        writer.Begin(0, ErrorCode.None, sessionId: 0);
        writer.BeginTopic("gone", Id);
        writer.BeginPartition(Describe(new FetchedPartition(), 0));
        writer.AdvanceRecords(writer.GetRecordsSpan(5).Length);
        writer.DropPartition();
        writer.EndTopic();
        writer.BeginTopic("a", Id);
        writer.BeginPartition(Describe(new FetchedPartition(), 0));
        writer.DropPartition();
        WritePartition(ref writer, 1, "kept");
        writer.EndTopic();
        writer.End();

        Assert.Equal(1, writer.TopicCount);
        var expected = new FetchResponse();
        var topic = expected.Topics.Add();
        (topic.Name, topic.TopicId) = (version <= 12 ? "a" : "", version <= 12 ? Guid.Empty : Id);
        Describe(topic.Partitions.Add(), 1).Records = "kept"u8.ToArray();
        AssertReads(expected, pieces, version);
    }

    private static void WritePartition(ref FetchResponseWriter writer, int index, string records)
    {
        var partition = Describe(new FetchedPartition(), index);
        writer.BeginPartition(partition);
        foreach (var part in Encoding.UTF8.GetBytes(records).Chunk(5))
        {
            part.CopyTo(writer.GetRecordsSpan(part.Length));
            writer.AdvanceRecords(part.Length);
        }

        Assert.Equal(records.Length, writer.RecordsBytes);
        writer.EndPartition(partition);
    }

    private static FetchedPartition Describe(FetchedPartition partition, int index)
    {
        partition.Reset(index);
        partition.HighWatermark = 100 + index;
        partition.LastStableOffset = 90;
        partition.AbortedTransactions = index == 0 ? null : [new AbortedTransaction(7, 8)];
        return partition;
    }

    private static void AssertReads(FetchResponse expected, KafkaBuffer pieces, short version)
    {
        var reader = new KafkaReader(pieces.WrittenMemory);
        Assert.Equal(MessageText.Of(expected), MessageText.Of(FetchResponse.Read(ref reader, version)));
        Assert.Equal(0, reader.Remaining);
    }
}
