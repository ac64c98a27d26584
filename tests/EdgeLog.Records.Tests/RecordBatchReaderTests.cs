using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordBatchReaderTests
{
    private static readonly byte[] Three = TestBatch.Build(
        CompressionCodec.Zstd, TestRecord.Of(1, "a", "1"), TestRecord.Of(2, "b", "2"), TestRecord.Of(3, "c", "3"));

    [Theory]
    [InlineData(0, new long[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(2, new long[] { 2, 3, 4, 5 })]
    [InlineData(3, new long[] { 3, 4, 5 })]
    [InlineData(5, new long[] { 5 })]
    [InlineData(6, new long[] { })]
    public void Records_before_the_offset_asked_for_are_left_out(long from, long[] expected) =>
        Assert.Equal(expected, TestBatch.Read(TwoBatches(), from).Select(r => r.Offset));

    [Fact]
    public void A_batch_cut_off_is_refused_after_the_whole_ones()
    {
        byte[] bytes = TwoBatches()[..^1];
        var seen = new List<long>();
        var refusal = Assert.Throws<InvalidRecordException>(() =>
        {
            foreach (Record record in new RecordBatchReader(bytes, Offset.Zero))
            {
                seen.Add(record.Offset.Value);
            }
        });
        Assert.Equal([0, 1, 2], seen);
        Assert.Contains("Truncated", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0C 00 00 00 01 01 00 0C 00 00 00 01 01 00", "the same offset twice")]
    [InlineData("0C 00 00 02 01 01 00 0C 00 00 00 01 01 00", "offsets going back")]
    [InlineData("0C 00 00 00 01 01 00 0C 00 00 04 01 01 00", "an offset behind the batch's last")]
    [InlineData("0C 00 00 00 01 01 00", "fewer records than the header says")]
    [InlineData("0C 00 00 00 01 01 00 0C 00 00 02 01 01 00 00", "a byte too many")]
    public void A_batch_that_is_not_what_it_says_is_refused(string hex, string what)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] batch = TestBatch.WithPayload(CompressionCodec.None, 2, payload);
        Assert.True(
            Xunit.Record.Exception(() => TestBatch.Read(batch)) is InvalidRecordException, what);
    }

    [Fact]
    public void A_compacted_batch_reads_with_its_gaps()
    {
        byte[] payload = Convert.FromHexString("0C000004010100" + "0C00000A010100");
        byte[] batch = TestBatch.WithHeader(
            TestBatch.WithPayload(CompressionCodec.None, 2, payload), header => header with { LastOffsetDelta = 9 });
        Assert.Equal([2, 5], TestBatch.Read(batch).Select(r => r.Offset));
    }

    [Fact]
    public void Records_move_to_another_batch_body_as_it_is()
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, new LeaderEpoch(0), int.MaxValue);
        foreach (Record record in new RecordBatchReader(TwoBatches(), new Offset(2)))
        {
            Assert.True(builder.TryAdd(record));
        }

        List<(long Offset, TestRecord Record)> moved = TestBatch.Read(builder.Build(CompressionCodec.Gzip).Span);
        Assert.Equal(TestBatch.Read(TwoBatches(), 2).Select(r => r.Record), moved.Select(r => r.Record));
        Assert.Equal([0, 1, 2, 3], moved.Select(r => r.Offset));
    }

    private static byte[] TwoBatches()
    {
        byte[] second = [.. Three];
        RecordBatchRewriter.SetBaseOffset(second, new Offset(3));
        return [.. Three, .. second];
    }
}
