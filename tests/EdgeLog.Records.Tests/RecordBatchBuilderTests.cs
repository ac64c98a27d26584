using System.Buffers;
using System.Text;
using Xunit;

namespace EdgeLog.Records.Tests;

public sealed class RecordBatchBuilderTests
{
    [Fact]
    public void A_run_packed_into_a_batch_reads_back_record_by_record()
    {
        using var run = RecordRun.Rent();
        run.BeginRecord(1000);
        run.WriteKey("k"u8);
        run.WriteValue("v"u8);
        run.BeginHeaders(2);
        run.WriteHeader("h"u8, "x"u8);
        run.WriteNullHeader("n"u8);
        run.EndRecord();
        run.BeginRecord(2000);
        run.WriteKey("dropped"u8);
        run.DiscardRecord();
        run.BeginRecord(900);
        run.WriteNullKey();
        run.WriteNullValue();
        run.BeginHeaders(0);
        run.EndRecord();

        using var builder = new RecordBatchBuilder();
        builder.Reset(new Offset(40), new LeaderEpoch(3), 1024);
        foreach (RecordRunEntry entry in run.Read())
        {
            Assert.True(builder.TryAdd(entry));
        }

        Memory<byte> bytes = builder.Build(CompressionCodec.None);
        var batch = new RecordBatch(bytes.Span);
        Assert.True(batch.HasValidChecksum());
        Assert.Equal(2, batch.Header.RecordCount);
        Assert.Equal(1000, batch.Header.BaseTimestampMs);
        Assert.Equal(1000, batch.Header.MaxTimestampMs);

        using var reader = new RecordBatchReader(bytes.Span, Offset.Zero);
        var seen = new List<string>();
        foreach (Record record in reader)
        {
            seen.Add(Describe(record));
        }

        Assert.Equal(["40@1000 k=v h:x n:-", "41@900 -=-"], seen);
    }

    [Fact]
    public void A_record_that_would_exceed_the_limit_is_not_taken_unless_it_is_the_first()
    {
        using var run = RecordRun.Rent();
        for (int i = 0; i < 2; i++)
        {
            run.BeginRecord(i);
            run.WriteNullKey();
            run.WriteValue(new ReadOnlySequence<byte>(new byte[100]));
            run.BeginHeaders(0);
            run.EndRecord();
        }

        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, new LeaderEpoch(0), 80);
        RecordRunReader entries = run.Read();
        Assert.True(entries.MoveNext());
        Assert.True(builder.TryAdd(entries.Current));
        Assert.True(entries.MoveNext());
        Assert.False(builder.TryAdd(entries.Current));
        Assert.Equal(1, new RecordBatch(builder.Build(CompressionCodec.None).Span).Header.RecordCount);
    }

    private static string Describe(Record record)
    {
        var text = new StringBuilder($"{record.Offset}@{record.TimestampMs} ");
        text.Append(record.HasKey ? Encoding.UTF8.GetString(record.Key) : "-").Append('=');
        text.Append(record.HasValue ? Encoding.UTF8.GetString(record.Value) : "-");
        foreach (RecordHeader header in record.Headers)
        {
            text.Append(' ').Append(Encoding.UTF8.GetString(header.Name)).Append(':');
            text.Append(header.HasValue ? Encoding.UTF8.GetString(header.Value) : "-");
        }

        return text.ToString();
    }
}
