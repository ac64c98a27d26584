using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordBatchReframerTests
{
    private const long Horizon = 1_900_000_000_000;

    [Fact]
    public void What_stays_keeps_offset_time_and_content_under_every_codec() =>
        Prop.ForAll(
            TestBatch.Records.ToArbitrary(),
            Gen.Elements(Enum.GetValues<CompressionCodec>()).ToArbitrary(),
            ArbMap.Default.ArbFor<int>(),
            (records, codec, mask) =>
            {
                byte[] batch = TestBatch.Build(codec, new RecordProducer(5, 1, 7), records);
                using var reframer = new RecordBatchReframer();
                RecordSelection selection = reframer.Select(
                    new RecordBatch(batch), (scoped in Record record) => Stays(mask, record.Offset.Value));
                (long Offset, TestRecord Record)[] kept =
                    [.. TestBatch.Read(batch).Where(entry => Stays(mask, entry.Offset))];
                Assert.Equal((records.Length, kept.Length), (selection.Total, selection.Kept));
                foreach (long? horizon in (long?[])[null, Horizon])
                {
                    ReadOnlyMemory<byte> rest = reframer.Build(horizon);
                    Check(batch, rest.Span, horizon);
                    Assert.Equal(kept, TestBatch.Read(rest.Span));
                }

                return true;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_emptied_batch_still_says_where_its_producer_is()
    {
        byte[] batch = TestBatch.Build(
            CompressionCodec.Gzip,
            new RecordProducer(5, 1, 7),
            [TestRecord.Of(1, "a", "1"), TestRecord.Of(2, "b", "2")]);
        using var reframer = new RecordBatchReframer();
        ReadOnlySpan<byte> rest = reframer.BuildEmpty(RecordBatchHeader.Read(batch)).Span;
        RecordBatchHeader header = RecordBatchHeader.Read(rest);
        Assert.Equal(RecordBatchHeader.Size, rest.Length);
        Assert.True(new RecordBatch(rest).HasValidChecksum());
        Assert.Equal((5L, (short)1, 7), (header.ProducerId, header.ProducerEpoch, header.BaseSequence));
        Assert.Equal((0, 1, CompressionCodec.None), (header.RecordCount, header.LastOffsetDelta, header.Codec));
        Assert.Empty(TestBatch.Read(rest));
    }

    [Fact]
    public void A_marker_gets_a_horizon_and_is_still_one()
    {
        byte[] batch = new EndTransactionMarker
        {
            ProducerId = 3,
            ProducerEpoch = 2,
            Outcome = TransactionOutcome.Committed,
            TimestampMs = 1_700_000_000_000,
        }.ToBatch();
        using var reframer = new RecordBatchReframer();
        reframer.Select(new RecordBatch(batch), static (scoped in Record _) => true);
        byte[] rest = reframer.Build(Horizon).ToArray();
        Assert.Equal(Horizon, RecordBatchHeader.Read(rest).DeleteHorizonMs);
        Assert.True(EndTransactionMarker.TryRead(new RecordBatch(rest), out EndTransactionMarker marker));
        Assert.Equal((3L, TransactionOutcome.Committed, 1_700_000_000_000),
            (marker.ProducerId, marker.Outcome, marker.TimestampMs));
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    public void A_batch_that_is_not_what_it_says_is_refused(CompressionCodec codec)
    {
        byte[] batch = TestBatch.Build(codec, TestRecord.Of(1, "a", "1"), TestRecord.Of(2, "b", "2"));
        using var reframer = new RecordBatchReframer();
        foreach (int count in (int[])[1, 3])
        {
            byte[] wrong = TestBatch.WithHeader(batch, header => header with { RecordCount = count });
            Assert.Throws<InvalidRecordException>(
                () => reframer.Select(new RecordBatch(wrong), static (scoped in Record _) => true));
        }
    }

    private static bool Stays(int mask, long offset) => ((mask >> (int)(offset % 31)) & 1) != 0;

    private static void Check(byte[] batch, ReadOnlySpan<byte> rest, long? horizon)
    {
        RecordBatchHeader before = RecordBatchHeader.Read(batch);
        RecordBatchHeader after = RecordBatchHeader.Read(rest);
        Assert.True(new RecordBatch(rest).HasValidChecksum());
        Assert.Equal(horizon, after.DeleteHorizonMs);
        Assert.Equal(
            (before.BaseOffset, before.LastOffsetDelta, before.Codec, before.ProducerId, before.BaseSequence),
            (after.BaseOffset, after.LastOffsetDelta, after.Codec, after.ProducerId, after.BaseSequence));
    }
}
