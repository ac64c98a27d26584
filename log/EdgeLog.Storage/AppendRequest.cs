using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// One caller's append to one partition: either a producer's batch or a run of loose records. Subclasses carry what the
/// caller needs to answer its client, so that one object serves many appends and none is allocated per message.
/// </summary>
/// <remarks>
/// Owned by the caller until <see cref="Partition.AppendAsync"/>, by the log from then until
/// <see cref="OnCompleted"/>, by the caller again from there on. Buffers must not change in between.
/// </remarks>
public abstract class AppendRequest : IThreadPoolWorkItem
{
    private AppendResult _result;

    /// <summary>
    /// A producer's record batch (one, magic 2), stored as it is; empty where <see cref="Run"/> is set.
    /// </summary>
    public ReadOnlyMemory<byte> Batch { get; set; }

    /// <summary>Loose records for the writer to pack; null where <see cref="Batch"/> is set.</summary>
    public RecordRun? Run { get; set; }

    /// <summary>What bounds the records of <see cref="Run"/>.</summary>
    public AppendSizeLimit SizeLimit { get; set; }

    /// <summary>
    /// The partition a request of <see cref="LogDirectory.AppendTogetherAsync"/> goes to; set by
    /// <see cref="Partition.AppendAsync"/> otherwise.
    /// </summary>
    public Partition? Partition { get; set; }

    /// <summary>What the request takes in the log at most, in bytes.</summary>
    internal int SizeBytes { get; set; }

    /// <summary>What is stored: <see cref="Batch"/>, or the same in the codec the topic demands.</summary>
    internal ReadOnlyMemory<byte> StoredBatch { get; set; }

    /// <summary>Holds <see cref="StoredBatch"/> where that is not <see cref="Batch"/>; else null.</summary>
    internal RecordBatchRecompressor? Recompressed { get; set; }

    /// <summary>The latest time of the batch's records where its header says another; else null.</summary>
    internal long? CorrectedMaxTimestampMs { get; set; }

    /// <summary>The requests that stand or fall with this one; null where it stands alone.</summary>
    internal TogetherSet? Together { get; set; }

    /// <summary>
    /// The append's outcome: durable, or refused. Called once, on a thread-pool thread, never on the log's own threads.
    /// </summary>
    protected abstract void OnCompleted(in AppendResult result);

    void IThreadPoolWorkItem.Execute()
    {
        Together = null;
        Recompressed?.Dispose();
        Recompressed = null;
        OnCompleted(_result);
    }

    /// <summary>Whether the request was refused since it was handed over last.</summary>
    internal bool IsRefused => _result.Error != AppendError.None;

    /// <summary>The outcome so far.</summary>
    internal AppendResult Result => _result;

    /// <summary>Notes the outcome; <see cref="Complete"/> tells it.</summary>
    internal void SetResult(in AppendResult result) => _result = result;

    /// <summary>Notes a refusal; <see cref="Complete"/> tells it.</summary>
    internal void SetRefused(AppendError error, string? message) =>
        _result = new AppendResult(error, new Offset(-1), -1, Partition?.LogStartOffset ?? new Offset(-1), message);

    /// <summary>Tells the outcome, on the thread pool.</summary>
    internal void Complete() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Refuses the request, on the thread pool.</summary>
    internal void Refuse(AppendError error, string? message)
    {
        SetRefused(error, message);
        Complete();
    }
}
