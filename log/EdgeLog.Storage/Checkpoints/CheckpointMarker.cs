namespace EdgeLog.Storage;

/// <summary>
/// What the checkpointer is to make durable once the group that carries this is in its segments: every partition appended to
/// since the last marker, as it is behind that group. Made by the writer, handed on by the flusher.
/// </summary>
/// <param name="Partitions">The partitions, each as of the end of the group.</param>
internal sealed record CheckpointMarker(IReadOnlyList<PartitionCheckpoint> Partitions)
{
    /// <summary>The group that carries the marker: what the journal holds up to it is free for reuse afterwards.</summary>
    public long GroupSequence { get; set; }
}
