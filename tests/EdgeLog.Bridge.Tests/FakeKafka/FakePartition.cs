using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Bridge.Tests.FakeKafka;

/// <summary>A partition of the fake cluster: its batches, and a broker's judgement of idempotent producers.</summary>
internal sealed class FakePartition
{
    private const int BatchesRemembered = 5;

    private readonly Dictionary<long, ProducerMemory> _producers = [];

    public int Leader { get; set; }

    public List<byte[]> Batches { get; } = [];

    public long EndOffset { get; private set; }

    public int MaxMessageBytes { get; set; } = 1_048_588;

    public (ErrorCode Error, long BaseOffset) Append(ReadOnlySpan<byte> records)
    {
        RecordBatchHeader header = RecordBatchHeader.Read(records);
        Assert.Equal(records.Length, header.SizeBytes);
        Assert.True(new RecordBatch(records).HasValidChecksum(), "the mirror sent a bad checksum");
        Assert.Equal(header.LastOffsetDelta + 1, header.RecordCount);
        if (header.SizeBytes > MaxMessageBytes)
        {
            return (ErrorCode.MessageTooLarge, -1);
        }

        if (header.ProducerId >= 0)
        {
            (ErrorCode error, long duplicateOf) = Judge(header);
            if (error != ErrorCode.None || duplicateOf >= 0)
            {
                return (error, duplicateOf);
            }
        }

        byte[] batch = records.ToArray();
        RecordBatchRewriter.SetBaseOffset(batch, new Offset(EndOffset));
        Batches.Add(batch);
        long baseOffset = EndOffset;
        EndOffset += header.RecordCount;
        return (ErrorCode.None, baseOffset);
    }

    /// <summary>As after an unclean election: the broker remembers no producer, but of their epochs.</summary>
    public void ForgetSequences()
    {
        foreach (ProducerMemory memory in _producers.Values)
        {
            memory.Recent.Clear();
            memory.LastSequence = int.MaxValue - 7;
        }
    }

    /// <summary>All keys and values, in order.</summary>
    public List<FakeRecord> Records()
    {
        List<FakeRecord> all = [];
        foreach (byte[] batch in Batches)
        {
            using var records = new RecordBatchReader(batch, Offset.Zero);
            while (records.MoveNext())
            {
                all.Add(FakeRecord.Copy(records.Current));
            }
        }

        return all;
    }

    public byte[] ReadFrom(long offset) =>
        [.. Batches.Where(batch => RecordBatchHeader.Read(batch).NextOffset.Value > offset).SelectMany(batch => batch)];

    private (ErrorCode Error, long DuplicateOf) Judge(in RecordBatchHeader header)
    {
        if (!_producers.TryGetValue(header.ProducerId, out ProducerMemory? memory))
        {
            memory = new ProducerMemory { Epoch = header.ProducerEpoch, LastSequence = header.BaseSequence - 1 };
            _producers.Add(header.ProducerId, memory);
        }

        int lastSequence = header.BaseSequence + header.RecordCount - 1;
        foreach ((int first, int last, long offset) in memory.Recent)
        {
            if (memory.Epoch == header.ProducerEpoch && first == header.BaseSequence && last == lastSequence)
            {
                return (ErrorCode.None, offset);
            }
        }

        if (header.ProducerEpoch < memory.Epoch)
        {
            return (ErrorCode.InvalidProducerEpoch, -1);
        }

        int expected = header.ProducerEpoch > memory.Epoch ? 0 : memory.LastSequence + 1;
        if (header.BaseSequence != expected)
        {
            return (ErrorCode.OutOfOrderSequenceNumber, -1);
        }

        memory.Remember(header.ProducerEpoch, header.BaseSequence, lastSequence, EndOffset);
        return (ErrorCode.None, -1);
    }

    private sealed class ProducerMemory
    {
        public short Epoch { get; set; }

        public int LastSequence { get; set; }

        public List<(int First, int Last, long Offset)> Recent { get; } = [];

        public void Remember(short epoch, int first, int last, long offset)
        {
            if (epoch != Epoch)
            {
                Recent.Clear();
            }

            Epoch = epoch;
            LastSequence = last;
            Recent.Add((first, last, offset));
            if (Recent.Count > BatchesRemembered)
            {
                Recent.RemoveAt(0);
            }
        }
    }
}
