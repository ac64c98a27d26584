using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>An append on its way: what it holds, and how much of it readers have seen.</summary>
internal sealed class ModelAppend(ModelPartition partition, ModelRecord[] records)
{
    public ModelPartition Partition => partition;

    public ModelRecord[] Records => records;

    /// <summary>The codec of a producer's batch; null for loose records.</summary>
    public CompressionCodec? Codec { get; init; }

    /// <summary>The idempotent producer; none for others.</summary>
    public RecordProducer Producer { get; init; } = RecordProducer.None;

    /// <summary>Those that stand or fall together have the same one.</summary>
    public object? Set { get; init; }

    /// <summary>
    /// Loose records that may go past the journal: a power cut may leave the first few batches of them.
    /// </summary>
    public bool MayBeSplit { get; set; }

    public bool IsAcknowledged { get; set; }

    /// <summary>How many of its records lie below the high watermark.</summary>
    public int Passed { get; set; }

    /// <summary>How many of those are there.</summary>
    public int Shown { get; set; }

    public long BaseOffset { get; set; }

    public int SizeBytes => 300 + records.Sum(record => record.SizeBytes);

    public int LastSequence => Producer.BaseSequence + records.Length - 1;

    /// <summary>The request, with buffers of its own.</summary>
    public AwaitedAppend ToRequest(Partition target) => Codec is null
        ? new AwaitedAppend { Partition = target, Run = MakeRun() }
        : new AwaitedAppend { Partition = target, Batch = MakeBatch(Codec.Value) };

    private byte[] MakeBatch(CompressionCodec codec)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, 4 * 1024 * 1024);
        builder.Producer = Producer;
        using RecordRun run = MakeRun();
        foreach (RecordRunEntry entry in run.Read())
        {
            ModelException.ThrowUnless(builder.TryAdd(entry), "the test's batch is too large");
        }

        return builder.Build(codec).ToArray();
    }

    private RecordRun MakeRun()
    {
        RecordRun run = RecordRun.Rent();
        foreach (ModelRecord record in records)
        {
            run.BeginRecord(record.TimestampMs);
            if (record.Key is null)
            {
                run.WriteNullKey();
            }
            else
            {
                run.WriteKey(Encoding.ASCII.GetBytes(record.Key));
            }

            if (record.Value is null)
            {
                run.WriteNullValue();
            }
            else
            {
                run.WriteValue(Encoding.ASCII.GetBytes(record.Value));
            }

            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }
}
