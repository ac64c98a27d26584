using EdgeLog.Testing;
using EdgeLog.Testing.Peers;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class KafkaDumpLogTests
{
    [PeerFact("kafka")]
    public async Task Kafkas_own_tool_prints_every_record_we_wrote_under_every_codec()
    {
        using var directory = new TemporaryDirectory();
        string path = Path.Combine(directory.Path, "00000000000000000000.log");
        await File.WriteAllBytesAsync(path, Segment());
        ProgramResult result = await KafkaCluster.ToolAsync(
            "kafka-dump-log.sh", "--files", path, "--deep-iteration", "--print-data-log");

        string[] batches = [.. result.Succeeded().Lines.Where(line => IsOf(line, "baseOffset:"))];
        string[] records = [.. result.Lines.Where(line => IsOf(line, "| offset:"))];
        Assert.All(batches, line => Assert.Contains("isvalid: true", line, StringComparison.Ordinal));
        Assert.Equal(
            ["none", "gzip", "snappy", "lz4", "zstd", "none"],
            batches.Select(line => Word(line, "compresscodec:")));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"{i}"), records.Select(line => Word(line, "offset:")));
        for (int codec = 0; codec < 5; codec++)
        {
            string expected = $"headerKeys: [h,n] key: key payload: codec {codec}";
            Assert.EndsWith(expected, records[3 * codec], StringComparison.Ordinal);
            Assert.Contains("keySize: -1 valueSize: -1", records[(3 * codec) + 1], StringComparison.Ordinal);
            Assert.Contains("valueSize: 200000", records[(3 * codec) + 2], StringComparison.Ordinal);
        }

        Assert.Contains("endTxnMarker: COMMIT coordinatorEpoch: 3", records[15], StringComparison.Ordinal);
    }

    private static byte[] Segment()
    {
        var segment = new List<byte>();
        foreach (CompressionCodec codec in Enum.GetValues<CompressionCodec>())
        {
            Append(segment, (int)codec * 3, TestBatch.Build(
                codec,
                TestRecord.Of(1000, "key", $"codec {(int)codec}", TestHeader.Of("h", "x"), TestHeader.Of("n", null)),
                TestRecord.Of(900, null, null),
                TestRecord.Of(2000, "large", new string('x', 200_000))));
        }

        var marker = new EndTransactionMarker
        {
            ProducerId = 9,
            ProducerEpoch = 1,
            Outcome = TransactionOutcome.Committed,
            CoordinatorEpoch = 3,
            TimestampMs = 3000,
        };
        Append(segment, 15, marker.ToBatch());
        return [.. segment];
    }

    private static void Append(List<byte> segment, long baseOffset, byte[] batch)
    {
        RecordBatchRewriter.SetBaseOffset(batch, new Offset(baseOffset));
        RecordBatchRewriter.SetLeaderEpoch(batch, new LeaderEpoch(4));
        segment.AddRange(batch);
    }

    private static bool IsOf(string line, string start) => line.StartsWith(start, StringComparison.Ordinal);

    private static string Word(string line, string label)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[Array.IndexOf(words, label) + 1];
    }
}
