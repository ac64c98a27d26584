namespace EdgeLog.Storage;

/// <summary>
/// What the checkpointer is to make durable once the group that carries this is in its segments: every partition
/// appended to
/// since the last marker, as it is behind that group. Made by the writer, handed on by the flusher.
/// </summary>
/// <param name="Partitions">The partitions, each as of the end of the group.</param>
internal sealed record CheckpointMarker(IReadOnlyList<PartitionCheckpoint> Partitions)
{
    /// <summary>What the journal holds up to this entry is free for reuse afterwards. Set by the flusher.</summary>
    public long JournalSequence { get; set; }

    /// <summary>Partitions deleted since the last marker: they need no recovery point any more.</summary>
    public IReadOnlyList<Partition> Forgotten { get; init; } = [];

    /// <summary>Called by the checkpointer when all of it is durable.</summary>
    public Action? Done { get; init; }
}
