namespace EdgeLog.Storage;

/// <summary>
/// What one flush makes durable: batches by partition, and who waits for them. Filled by the writer, then owned by the
/// flusher, who gives it back empty.
/// </summary>
internal sealed class CommitGroup
{
    /// <summary>The journal entry: room for its header, then blocks, each with a header and its batches.</summary>
    public GroupBuffer Journaled { get; } = new();

    /// <summary>Batches that go to their segments only.</summary>
    public GroupBuffer Direct { get; } = new();

    public List<GroupBlock> Blocks { get; } = [];

    /// <summary>Everybody who waits for this group, refused ones included.</summary>
    public List<AppendRequest> Requests { get; } = [];

    public List<WriterCommand> Commands { get; } = [];

    /// <summary>How many blocks the journal entry has; 0 where there is no entry.</summary>
    public int JournalBlocks { get; set; }

    /// <summary>What is to be checkpointed once this group is in its segments; null mostly.</summary>
    public CheckpointMarker? Marker { get; set; }

    public bool IsEmpty => Requests.Count == 0 && Commands.Count == 0 && Marker is null;

    /// <summary>The batches of a block.</summary>
    public ReadOnlySpan<byte> BatchesOf(in GroupBlock block) =>
        (block.Route == BlockRoute.Journal ? Journaled : Direct).Slice(block.Start, block.Length);

    /// <summary>Tells everybody who waits that the log has failed.</summary>
    public void Fail(StorageException cause)
    {
        foreach (AppendRequest request in Requests)
        {
            request.Refuse(AppendError.StorageFailed, cause.Message);
        }

        foreach (WriterCommand command in Commands)
        {
            command.Fail(cause);
        }
    }

    public void Clear()
    {
        Journaled.Clear();
        Direct.Clear();
        Blocks.Clear();
        Requests.Clear();
        Commands.Clear();
        JournalBlocks = 0;
        Marker = null;
    }
}
