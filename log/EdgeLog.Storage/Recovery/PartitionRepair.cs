using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>What recovery knows of a partition before it looks at it.</summary>
internal sealed record PartitionRepair
{
    public required TopicPartition Id { get; init; }

    public required string Directory { get; init; }

    /// <summary>Base offsets of the segments in the folder, in order; at least one.</summary>
    public required IReadOnlyList<long> SegmentBases { get; init; }

    /// <summary>Where recovery begins to look; null: at the beginning.</summary>
    public required RecoveryPoint? Point { get; init; }

    /// <summary>What its sealed segments are known again by.</summary>
    public required KnownSegments Known { get; init; }

    /// <summary>What the journal has of the partition.</summary>
    public required IReadOnlyList<JournalBlock> Journal { get; init; }

    /// <summary>The last entry that the journal has, of whatever partition.</summary>
    public required long LastJournalSequence { get; init; }

    /// <summary>Whether parts of the journal are lost, so that it does not tell what was never acknowledged.</summary>
    public required bool IsJournalDamaged { get; init; }

    /// <summary>Whether offsets may be missing in sealed segments, because the topic is compacted.</summary>
    public required bool MayHaveHoles { get; init; }

    /// <summary>The highest leader epoch that a batch can have.</summary>
    public required LeaderEpoch LastEpoch { get; init; }

    /// <summary>Whether the topic's appends are acknowledged before they are flushed.</summary>
    public required bool IsFlushDeferred { get; init; }

    /// <summary>The log's steady time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// From which offset on nothing was acknowledged, so that damage there is a torn tail whatever follows. Every
    /// group of a
    /// durable topic has an entry in the journal; a topic with deferred flushes has none, so there nothing is sure.
    /// </summary>
    public long UnacknowledgedFrom(JournalTail journal)
    {
        if (IsFlushDeferred || IsJournalDamaged || Point is null)
        {
            return long.MaxValue;
        }

        return Math.Max(Point.Value.NextOffset, journal.UnacknowledgedFrom ?? 0);
    }
}
