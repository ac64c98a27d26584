using System.Text;

namespace EdgeLog.Kafka.Protocol.Tests;

/// <summary>Messages with counts and lengths filled in behind, as the server and the mirror write them.</summary>
internal static class PiecewiseMessages
{
    public static readonly Guid TopicId = new("00112233-4455-6677-8899-aabbccddeeff");

    /// <summary>Topics "a" and "b" with three partitions each.</summary>
    public static byte[] ProduceRequest(short version)
    {
        using var pieces = new KafkaBuffer(8);
        var writer = new ProduceRequestWriter(new KafkaWriter(pieces), version);
        writer.Begin(null, acks: -1, timeoutMs: 1500);
        foreach (var name in new[] { "a", "b" })
        {
            writer.BeginTopic(name, TopicId);
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
        return pieces.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Topic "gone", taken back with its only partition; "a" with partition 0 taken back once, then partitions 0, with
    /// records, and 1, without.
    /// </summary>
    public static byte[] FetchResponse(short version)
    {
        using var pieces = new KafkaBuffer(8);
        var writer = new FetchResponseWriter(new KafkaWriter(pieces), version);
        writer.Begin(0, ErrorCode.None, sessionId: 0);
        writer.BeginTopic("gone", TopicId);
        writer.BeginPartition(Describe(new FetchedPartition(), 0));
        writer.AdvanceRecords(writer.GetRecordsSpan(5).Length);
        writer.DropPartition();
        writer.EndTopic();

        writer.BeginTopic("a", TopicId);
        writer.BeginPartition(Describe(new FetchedPartition(), 0));
        writer.DropPartition();
        WritePartition(ref writer, 0, "first records");
        WritePartition(ref writer, 1, "");
        writer.EndTopic();
        writer.End();
        Assert.Equal(1, writer.TopicCount);
        return pieces.WrittenSpan.ToArray();
    }

    /// <summary>What <see cref="FetchResponse"/> should read as.</summary>
    public static FetchResponse FetchResponseObject(short version)
    {
        var response = new FetchResponse();
        var topic = response.Topics.Add();
        (topic.Name, topic.TopicId) = version <= 12 ? ("a", Guid.Empty) : ("", TopicId);
        Describe(topic.Partitions.Add(), 0).Records = "first records"u8.ToArray();
        Describe(topic.Partitions.Add(), 1).Records = ReadOnlyMemory<byte>.Empty;
        return response;
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
}
