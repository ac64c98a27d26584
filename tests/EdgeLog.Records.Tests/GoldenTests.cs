using System.Text;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class GoldenTests
{
    private const long Time = 1_700_000_000_000;

    private static readonly TestRecord[] JavaRecords =
    [
        TestRecord.Of(Time, "key", "value"),
        TestRecord.Of(Time + 5, null, "no key"),
        TestRecord.Of(Time - 1000, "tombstone", null),
        TestRecord.Of(Time + 1, "", ""),
        TestRecord.Of(
            Time + 2,
            "headers",
            "Grüße",
            TestHeader.Of("a", "1"),
            TestHeader.Of("a", "2"),
            TestHeader.Of("null", null),
            TestHeader.Of("empty", "")),
        new TestRecord(Time + 86_400_000, "large"u8.ToArray(), LargeValue()),
    ];

    [Theory]
    [InlineData("none", CompressionCodec.None)]
    [InlineData("gzip", CompressionCodec.Gzip)]
    [InlineData("snappy", CompressionCodec.Snappy)]
    [InlineData("lz4", CompressionCodec.Lz4)]
    [InlineData("zstd", CompressionCodec.Zstd)]
    public void A_segment_of_the_java_broker_reads_as_it_was_sent(string name, CompressionCodec codec)
    {
        byte[] segment = Load(name);
        Assert.Equal(codec, new RecordBatch(segment).Header.Codec);
        Assert.Equal(JavaRecords, TestBatch.Read(segment).Select(r => r.Record));
        Assert.Equal([0, 1, 2, 3, 4, 5], TestBatch.Read(segment).Select(r => r.Offset));
    }

    [Fact]
    public void Our_uncompressed_batch_is_byte_for_byte_the_java_brokers() =>
        Assert.Equal(Load("none"), TestBatch.Build(CompressionCodec.None, JavaRecords));

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    [InlineData("librdkafka-gzip")]
    [InlineData("librdkafka-snappy")]
    [InlineData("librdkafka-lz4")]
    [InlineData("librdkafka-zstd")]
    public void The_batches_of_real_clients_are_valid_with_the_latest_time_they_say(string name)
    {
        foreach (RecordBatch batch in new RecordBatchEnumerator(Load(name)))
        {
            RecordBatchValidation validation = RecordBatchValidator.Inspect(batch.Bytes, new ValidationRules());
            Assert.Equal(RecordBatchError.None, validation.Error);
            Assert.Equal(batch.Header.MaxTimestampMs, validation.MaxTimestampMs);
        }
    }

    [Theory]
    [InlineData("librdkafka-gzip", CompressionCodec.Gzip)]
    [InlineData("librdkafka-snappy", CompressionCodec.Snappy)]
    [InlineData("librdkafka-lz4", CompressionCodec.Lz4)]
    [InlineData("librdkafka-zstd", CompressionCodec.Zstd)]
    public void A_segment_sent_by_librdkafka_reads_as_it_was_sent(string name, CompressionCodec codec)
    {
        byte[] segment = Load(name);
        var codecs = new List<CompressionCodec>();
        foreach (RecordBatch batch in new RecordBatchEnumerator(segment))
        {
            codecs.Add(batch.Header.Codec);
        }

        Assert.Equal(codec, codecs[^1]);
        IEnumerable<string> values = TestBatch.Read(segment).Select(r => Encoding.UTF8.GetString(r.Record.Value!));
        Assert.Equal(Enumerable.Range(1, 40).Select(i => $"reading {i} of the sensor"), values);
    }

    [Fact]
    public void Transaction_markers_are_batches_of_their_own_and_no_records()
    {
        byte[] segment = Load("transactions");
        var batches = new List<(bool Transactional, bool Control, long Offset)>();
        foreach (RecordBatch batch in new RecordBatchEnumerator(segment))
        {
            Assert.True(batch.HasValidChecksum());
            batches.Add((batch.Header.IsTransactional, batch.Header.IsControl, batch.Header.BaseOffset.Value));
        }

        Assert.Equal([(true, false, 0), (true, true, 1), (true, false, 2), (true, true, 3)], batches);
        Assert.Equal([0, 2], TestBatch.Read(segment).Select(r => r.Offset));
    }

    [Fact]
    public void Our_transaction_markers_are_byte_for_byte_the_java_brokers()
    {
        var outcomes = new List<TransactionOutcome>();
        foreach (RecordBatch batch in new RecordBatchEnumerator(Load("transactions")))
        {
            if (EndTransactionMarker.TryRead(batch, out EndTransactionMarker marker))
            {
                byte[] ours = marker.ToBatch();
                RecordBatchRewriter.SetBaseOffset(ours, batch.Header.BaseOffset);
                RecordBatchRewriter.SetLeaderEpoch(ours, batch.Header.PartitionLeaderEpoch);
                Assert.Equal(batch.Bytes, ours);
                outcomes.Add(marker.Outcome);
            }
        }

        Assert.Equal([TransactionOutcome.Committed, TransactionOutcome.Aborted], outcomes);
    }

    [Fact]
    public void A_record_stamped_by_the_log_has_the_logs_time()
    {
        byte[] segment = Load("append-time");
        RecordBatchHeader header = new RecordBatch(segment).Header;
        Assert.Equal(TimestampType.LogAppendTime, header.TimestampType);
        Assert.Equal(5, header.BaseTimestampMs);
        Assert.Equal(header.MaxTimestampMs, Assert.Single(TestBatch.Read(segment)).Record.TimestampMs);
    }

    private static byte[] Load(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".log"));

    private static byte[] LargeValue() =>
        [.. Enumerable.Range(0, 70_000).Select(i => (byte)(unchecked(i * i) >> 6))];
}
