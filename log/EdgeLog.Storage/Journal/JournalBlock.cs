namespace EdgeLog.Storage;

/// <summary>A block found in the journal: which batches, and where their bytes are.</summary>
internal readonly record struct JournalBlock(
    long Sequence, long BaseOffset, long NextOffset, string Path, long Position, int Length)
{
    /// <summary>Whether the batches are not here: they went to their segment and were flushed there.</summary>
    public bool IsNote => Length == 0;
}
