using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordBatchEnumeratorTests
{
    private static readonly byte[] One = TestBatch.Build(CompressionCodec.None, TestRecord.Of(1, "a", "1"));

    [Fact]
    public void Whole_batches_are_yielded_and_a_torn_one_ends_the_walk()
    {
        byte[] bytes = [.. One, .. One, .. One[..^1]];
        var batches = new RecordBatchEnumerator(bytes);
        Assert.True(batches.MoveNext());
        Assert.True(batches.MoveNext());
        Assert.Equal(One, batches.Current.Bytes.ToArray());
        Assert.False(batches.MoveNext());
        Assert.Equal(2 * One.Length, batches.Position);
        Assert.Equal(RecordBatchError.Truncated, batches.Error);
    }

    [Fact]
    public void The_end_of_the_bytes_is_no_error()
    {
        var batches = new RecordBatchEnumerator(One);
        Assert.True(batches.MoveNext());
        Assert.False(batches.MoveNext());
        Assert.Equal(RecordBatchError.None, batches.Error);
    }

    [Fact]
    public void A_batch_over_the_bound_ends_the_walk()
    {
        var batches = new RecordBatchEnumerator(One, One.Length - 1);
        Assert.False(batches.MoveNext());
        Assert.Equal(RecordBatchError.InvalidRecords, batches.Error);
    }

    public static TheoryData<string> Contradictions => ["count", "delta", "offset", "length", "magic", "codec"];

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_header_that_contradicts_itself_ends_the_walk(string field)
    {
        byte[] bad = TestBatch.WithHeader(One, header => field switch
        {
            "count" => header with { RecordCount = 2 },
            "delta" => header with { LastOffsetDelta = -1 },
            "offset" => header with { BaseOffset = new Offset(long.MaxValue) },
            "length" => header with { SizeBytes = 60 },
            "magic" => header with { Magic = 1 },
            _ => header with { Attributes = 7 },
        });
        var batches = new RecordBatchEnumerator(bad);
        Assert.False(batches.MoveNext());
        Assert.NotEqual(RecordBatchError.None, batches.Error);
        Assert.Equal(0, batches.Position);
    }

    [Fact]
    public void A_compacted_batch_may_hold_fewer_records_than_it_spans()
    {
        byte[] compacted = TestBatch.WithHeader(One, header => header with { LastOffsetDelta = 9 });
        var batches = new RecordBatchEnumerator(compacted);
        Assert.True(batches.MoveNext());
        Assert.Equal(new Offset(10), batches.Current.Header.NextOffset);
    }
}
