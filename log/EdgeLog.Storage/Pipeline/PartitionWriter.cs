using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// A partition's tail as the writer sees it: where the next record goes, which requests wait, what its producers have
/// sent.
/// Owned by the writer; recovery fills it before the writer starts.
/// </summary>
internal sealed class PartitionWriter(Partition partition)
{
    public Partition Partition => partition;

    public required ActiveSegment Active { get; set; }

    /// <summary>The offset of the next record: the log end offset.</summary>
    public required long NextOffset { get; set; }

    public required ProducerStates Producers { get; init; }

    public required LeaderEpochs Epochs { get; init; }

    /// <summary>The requests of the group that is being formed.</summary>
    public List<AppendRequest> Pending { get; } = [];

    /// <summary>What <see cref="Pending"/> takes in the log at most.</summary>
    public long PendingBytes { get; set; }

    /// <summary>Whether one of <see cref="Pending"/> stands or falls with appends to other partitions.</summary>
    public bool HasTogether { get; set; }

    /// <summary>Whether something was appended since the last checkpoint.</summary>
    public bool IsDirty { get; set; }

    /// <summary>The version of the producers' states that the last checkpoint saved.</summary>
    public long SavedProducersVersion { get; set; }

    /// <summary>The first offset that the saved producers' states do not cover; -1 where none are saved.</summary>
    public long SavedProducersOffset { get; set; } = -1;

    /// <summary>The checksum of the leader epochs that the last checkpoint saved; 0 where none are saved.</summary>
    public uint SavedEpochsCrc { get; set; }

    public bool IsDeleted { get; set; }

    public void Add(AppendRequest request)
    {
        Pending.Add(request);
        PendingBytes += request.SizeBytes;
        HasTogether |= request.Together is not null;
    }

    public void ClearPending()
    {
        Pending.Clear();
        PendingBytes = 0;
        HasTogether = false;
    }

    /// <summary>Sets the epoch new batches get, from the next record on.</summary>
    public LeaderEpoch Epoch => partition.LeaderEpoch;
}
