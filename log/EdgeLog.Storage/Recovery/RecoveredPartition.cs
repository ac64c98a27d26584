namespace EdgeLog.Storage;

/// <summary>A partition as recovery leaves it, ready to be opened.</summary>
internal sealed record RecoveredPartition
{
    public required PartitionSnapshot Snapshot { get; init; }

    /// <summary>The offset of the next record.</summary>
    public required long NextOffset { get; init; }

    public required ProducerStates Producers { get; init; }

    /// <summary>The first offset that the saved producers' states do not cover; -1 where none are saved.</summary>
    public long SavedProducersOffset { get; init; } = -1;

    public required LeaderEpochs Epochs { get; init; }

    /// <summary>The checksum of the leader epochs' file; 0 where it is to be written anew.</summary>
    public uint SavedEpochsCrc { get; init; }
}
