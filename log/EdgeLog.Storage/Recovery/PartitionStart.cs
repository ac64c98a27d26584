namespace EdgeLog.Storage;

/// <summary>
/// Where the recovery of a partition begins, and what is known of it up to there. That is the recovery point where the
/// disk still has what it tells of; else the start of the segment it is in, or of the one before.
/// </summary>
internal sealed record PartitionStart
{
    public required long SegmentBaseOffset { get; init; }

    public required long Position { get; init; }

    public required long NextOffset { get; init; }

    public required ProducerStates Producers { get; init; }

    /// <summary>The first offset that the saved producers' states do not cover; -1 where none are saved.</summary>
    public required long SavedProducersOffset { get; init; }

    public required LeaderEpochs Epochs { get; init; }

    /// <summary>The checksum of the leader epochs' file; 0 where it is to be written anew.</summary>
    public required uint SavedEpochsCrc { get; init; }

    /// <summary>The start of a segment, with nothing known of what came before but the epochs.</summary>
    public static PartitionStart AtStart(long baseOffset, LeaderEpochs epochs)
    {
        epochs.IsDirty = true;
        return new PartitionStart
        {
            SegmentBaseOffset = baseOffset,
            Position = 0,
            NextOffset = baseOffset,
            Producers = new ProducerStates(),
            SavedProducersOffset = -1,
            Epochs = epochs,
            SavedEpochsCrc = 0,
        };
    }
}
