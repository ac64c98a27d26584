namespace EdgeLog.Bridge;

/// <summary>A Produce request on its way: what it carries, and its two tasks, bytes taken and answer.</summary>
internal sealed record ProduceCall(
    short Version, ProduceFrame Frame, Task<Task<ReadOnlyMemory<byte>>> Sending, List<SentBatch> Batches, long SentAt)
{
    /// <summary>Whether the frame's memory was already given back.</summary>
    public bool IsFrameFree { get; set; }
}

/// <summary>A batch in a request, with those it belongs to.</summary>
internal readonly record struct SentBatch(TopicMirror Topic, PartitionMirror Partition, MirrorBatch Batch);
