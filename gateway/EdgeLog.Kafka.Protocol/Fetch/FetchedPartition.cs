namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// What a <see cref="FetchResponse"/> tells of one partition. A recycled one is as it was left: call <see
/// cref="Reset"/>.
/// </summary>
public sealed class FetchedPartition
{
    internal const int BytesMin = 27;

    /// <summary>Which partition.</summary>
    public int Index { get; set; }

    /// <summary>What went wrong, or none.</summary>
    public ErrorCode ErrorCode { get; set; }

    /// <summary>The offset behind the last record that readers may see; -1 with an error.</summary>
    public long HighWatermark { get; set; }

    /// <summary>The offset behind the last record of no open transaction; -1 with an error.</summary>
    public long LastStableOffset { get; set; } = -1;

    /// <summary>The oldest offset still there (v5+).</summary>
    public long LogStartOffset { get; set; } = -1;

    /// <summary>Where a follower's log parts from this one (v12+).</summary>
    public EpochEndOffset DivergingEpoch { get; set; } = EpochEndOffset.None;

    /// <summary>Who leads the partition, where the error says it is not this broker (v12+).</summary>
    public PartitionLeader CurrentLeader { get; set; } = PartitionLeader.None;

    /// <summary>Which snapshot a follower shall take instead (v12+).</summary>
    public EpochEndOffset SnapshotId { get; set; } = EpochEndOffset.None;

    /// <summary>The transactions to drop, for a reader of committed records; null for one of all records.</summary>
    public List<AbortedTransaction>? AbortedTransactions { get; set; } = [];

    /// <summary>The replica to read from instead; -1 for none (v11+).</summary>
    public int PreferredReadReplica { get; set; } = -1;

    /// <summary>
    /// Record batches, the last of which may be cut off; or null. When read, a slice of what was read from. Not
    /// looked at by
    /// <see cref="FetchResponseWriter"/>.
    /// </summary>
    public ReadOnlyMemory<byte>? Records { get; set; }

    /// <summary>Starts over, as this partition, with no error, no offsets and no records.</summary>
    public FetchedPartition Reset(int index)
    {
        Index = index;
        ErrorCode = ErrorCode.None;
        HighWatermark = -1;
        LastStableOffset = -1;
        LogStartOffset = -1;
        DivergingEpoch = EpochEndOffset.None;
        CurrentLeader = PartitionLeader.None;
        SnapshotId = EpochEndOffset.None;
        AbortedTransactions = null;
        PreferredReadReplica = -1;
        Records = null;
        return this;
    }

    internal void Fill(ref KafkaReader reader, short version)
    {
        Reset(reader.ReadInt32());
        ErrorCode = reader.ReadErrorCode();
        HighWatermark = reader.ReadInt64();
        LastStableOffset = reader.ReadInt64();
        LogStartOffset = version >= 5 ? reader.ReadInt64() : -1;
        AbortedTransactions = reader.ReadNullableArray<AbortedTransaction>(version);
        PreferredReadReplica = version >= 11 ? reader.ReadInt32() : -1;
        Records = reader.ReadNullableBytes();
        for (var left = reader.ReadTagCount(); left > 0; left--)
        {
            FillTag(ref reader, reader.BeginTag(out var end));
            reader.EndTag(end);
        }
    }

    internal void Write(ref KafkaWriter writer, short version)
    {
        WriteBeforeRecords(ref writer, version);
        writer.WriteNullableBytes(Records);
        WriteAfterRecords(ref writer);
    }

    internal void WriteBeforeRecords(ref KafkaWriter writer, short version)
    {
        writer.WriteInt32(Index);
        writer.WriteErrorCode(ErrorCode);
        writer.WriteInt64(HighWatermark);
        writer.WriteInt64(LastStableOffset);
        if (version >= 5)
        {
            writer.WriteInt64(LogStartOffset);
        }

        writer.WriteArray(AbortedTransactions, version);
        if (version >= 11)
        {
            writer.WriteInt32(PreferredReadReplica);
        }
    }

    internal void WriteAfterRecords(ref KafkaWriter writer)
    {
        if (!writer.IsFlexible)
        {
            return;
        }

        var tags = (DivergingEpoch == EpochEndOffset.None ? 0 : 1) + (CurrentLeader == PartitionLeader.None ? 0 : 1)
            + (SnapshotId == EpochEndOffset.None ? 0 : 1);
        writer.WriteTagCount(tags);
        if (DivergingEpoch != EpochEndOffset.None)
        {
            var start = writer.BeginTag(0);
            writer.WriteInt32(DivergingEpoch.Epoch);
            writer.WriteInt64(DivergingEpoch.EndOffset);
            writer.WriteNoTags();
            writer.EndTag(start);
        }

        if (CurrentLeader != PartitionLeader.None)
        {
            var start = writer.BeginTag(1);
            CurrentLeader.Write(ref writer);
            writer.EndTag(start);
        }

        if (SnapshotId != EpochEndOffset.None)
        {
            var start = writer.BeginTag(2);
            writer.WriteInt64(SnapshotId.EndOffset);
            writer.WriteInt32(SnapshotId.Epoch);
            writer.WriteNoTags();
            writer.EndTag(start);
        }
    }

    private void FillTag(ref KafkaReader reader, uint tag)
    {
        switch (tag)
        {
            case 0:
                DivergingEpoch = new EpochEndOffset(reader.ReadInt32(), reader.ReadInt64());
                reader.SkipTags();
                break;
            case 1:
                CurrentLeader = PartitionLeader.Read(ref reader);
                break;
            case 2:
                var endOffset = reader.ReadInt64();
                SnapshotId = new EpochEndOffset(reader.ReadInt32(), endOffset);
                reader.SkipTags();
                break;
        }
    }
}
