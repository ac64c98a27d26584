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
    /// <summary>A producer's record batch (one, magic 2), stored as it is; empty where <see cref="Run"/> is set.</summary>
    public ReadOnlyMemory<byte> Batch { get; set; }

    /// <summary>Loose records for the writer to pack; null where <see cref="Batch"/> is set.</summary>
    public RecordRun? Run { get; set; }

    /// <summary>
    /// The append's outcome: durable, or refused. Called once, on a thread-pool thread, never on the log's own threads.
    /// </summary>
    protected abstract void OnCompleted(in AppendResult result);

    void IThreadPoolWorkItem.Execute() => throw new NotImplementedException();
}
