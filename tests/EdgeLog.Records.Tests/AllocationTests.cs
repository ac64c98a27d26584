using Xunit;

namespace EdgeLog.Records.Tests;

/// <summary>Runs alone: other tests would empty the pools in between.</summary>
[Collection(nameof(AloneCollection))]
public sealed class AllocationTests
{
    private static readonly byte[] Value = new byte[100];

    [Fact]
    public void Packing_reading_and_validating_uncompressed_records_allocates_nothing_when_warm()
    {
        using var builder = new RecordBatchBuilder();
        long records = 0;
        for (int i = 0; i < 300; i++)
        {
            records += Cycle(builder);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            records += Cycle(builder);
        }

        long allocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocatedBytes);
        Assert.Equal(400 * 50, records);
    }

    [Fact]
    public void A_run_disposed_twice_is_returned_once()
    {
        var run = RecordRun.Rent();
        run.Dispose();
        run.Dispose();
        using var first = RecordRun.Rent();
        using var second = RecordRun.Rent();
        Assert.NotSame(first, second);
    }

    private static int Cycle(RecordBatchBuilder builder)
    {
        using var run = RecordRun.Rent();
        for (int i = 0; i < 50; i++)
        {
            run.BeginRecord(1000 + i);
            run.WriteKey("sensor-1"u8);
            run.WriteValue(Value);
            run.BeginHeaders(1);
            run.WriteHeader("qos"u8, "1"u8);
            run.EndRecord();
        }

        builder.Reset(Offset.Zero, new LeaderEpoch(1), 256 * 1024);
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        Span<byte> batch = builder.Build(CompressionCodec.None).Span;
        RecordBatchRewriter.SetBaseOffset(batch, new Offset(100));
        RecordBatchRewriter.SetLogAppendTime(batch, 5000);
        var rules = new ValidationRules { RequiresKeys = true, TimestampType = TimestampType.LogAppendTime };
        bool isValid = RecordBatchValidator.Validate(batch, rules, out _) == RecordBatchError.None;
        int count = 0;
        foreach (Record record in new RecordBatchReader(batch, Offset.Zero))
        {
            foreach (RecordHeader header in record.Headers)
            {
                count += header.Value.Length;
            }
        }

        return isValid ? count : 0;
    }
}
