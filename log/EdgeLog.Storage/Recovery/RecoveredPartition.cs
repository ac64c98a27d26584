namespace EdgeLog.Storage;

/// <summary>A partition as recovery leaves it, ready to be opened.</summary>
internal sealed record RecoveredPartition
{
    public required PartitionSnapshot Snapshot { get; init; }

    /// <summary>The offset of the next record.</summary>
    public required long NextOffset { get; init; }

    public required ProducerStates Producers { get; init; }

    public required LeaderEpochs Epochs { get; init; }
}
