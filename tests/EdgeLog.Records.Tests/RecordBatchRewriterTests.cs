using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordBatchRewriterTests
{
    private static readonly byte[] Batch = TestBatch.Build(
        CompressionCodec.Lz4, TestRecord.Of(10, "a", "1"), TestRecord.Of(30, "b", "2"));

    [Fact]
    public void Offset_and_epoch_are_set_without_touching_the_checksum()
    {
        byte[] batch = [.. Batch];
        RecordBatchRewriter.SetBaseOffset(batch, new Offset(1234567890123));
        RecordBatchRewriter.SetLeaderEpoch(batch, new LeaderEpoch(42));
        AssertOnlyDiffers(batch, header => header with
        {
            BaseOffset = new Offset(1234567890123),
            PartitionLeaderEpoch = new LeaderEpoch(42),
        });
        Assert.Equal(RecordBatchHeader.Read(Batch).Crc, RecordBatchHeader.Read(batch).Crc);
    }

    [Fact]
    public void A_batch_stamped_by_the_log_gives_every_record_the_logs_time()
    {
        byte[] batch = [.. Batch];
        RecordBatchRewriter.SetLogAppendTime(batch, 99);
        AssertOnlyDiffers(batch, header => header with
        {
            Attributes = (short)(header.Attributes | 8),
            MaxTimestampMs = 99,
        });
        Assert.Equal([99, 99], TestBatch.Read(batch).Select(r => r.Record.TimestampMs));
    }

    [Fact]
    public void Another_producer_and_another_latest_time_are_set_with_their_checksum()
    {
        byte[] batch = [.. Batch];
        RecordBatchRewriter.SetProducer(batch, new RecordProducer(7, 3, 500));
        RecordBatchRewriter.SetMaxTimestamp(batch, 31);
        AssertOnlyDiffers(batch, header => header with
        {
            ProducerId = 7,
            ProducerEpoch = 3,
            BaseSequence = 500,
            MaxTimestampMs = 31,
        });
    }

    private static void AssertOnlyDiffers(byte[] batch, Func<RecordBatchHeader, RecordBatchHeader> change)
    {
        RecordBatchHeader header = RecordBatchHeader.Read(batch);
        Assert.True(new RecordBatch(batch).HasValidChecksum());
        Assert.Equal(change(RecordBatchHeader.Read(Batch)) with { Crc = header.Crc }, header);
        Assert.Equal(Batch[RecordBatchHeader.Size..], batch[RecordBatchHeader.Size..]);
    }
}
