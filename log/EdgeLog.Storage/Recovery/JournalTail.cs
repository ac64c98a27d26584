using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>What the journal still has of one partition, by offset.</summary>
/// <param name="context">The log.</param>
/// <param name="blocks">The partition's blocks, by offset.</param>
/// <param name="lastSequence">The last entry that the journal has, of whatever partition.</param>
internal sealed class JournalTail(LogContext context, IReadOnlyList<JournalBlock> blocks, long lastSequence)
{
    private readonly List<JournalBlock> _usable = [.. blocks.Where(block => !block.IsNote)];

    /// <summary>
    /// From which offset on nothing was acknowledged, and before which all is durable: behind the last block, since
    /// what went past the journal was flushed before the next entry was written. Only a note with which the journal
    /// ends tells of what may be torn. Null where the journal has nothing of the partition.
    /// </summary>
    public long? UnacknowledgedFrom
    {
        get
        {
            if (blocks.Count == 0)
            {
                return null;
            }

            JournalBlock last = blocks[^1];
            return last.IsNote && last.Sequence == lastSequence ? last.BaseOffset : last.NextOffset;
        }
    }

    /// <summary>
    /// The batches from exactly <paramref name="offset"/> on, as many as one block has; null where there are none. A
    /// block that ought to have them and does not give them is no longer counted upon.
    /// </summary>
    public byte[]? BatchesFrom(long offset)
    {
        int index = _usable.FindIndex(block => block.BaseOffset <= offset && offset < block.NextOffset);
        if (index < 0)
        {
            return null;
        }

        byte[]? found = Load(_usable[index]) is { } batches ? CutBefore(batches, offset) : null;
        if (found is null)
        {
            _usable.RemoveAt(index);
        }

        return found;
    }

    /// <summary>The first journaled offset at or behind <paramref name="offset"/>; null where there is none.</summary>
    public long? NextFrom(long offset)
    {
        int index = _usable.FindIndex(block => block.NextOffset > offset);
        return index < 0 ? null : Math.Max(_usable[index].BaseOffset, offset);
    }

    /// <summary>A block's batches; null where the disk does not give them back a second time.</summary>
    private byte[]? Load(JournalBlock block)
    {
        try
        {
            using LogFile file = context.Files.OpenRead(block.Path);
            var bytes = new byte[block.Length];
            file.Read(bytes, block.Position);
            return bytes;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static byte[]? CutBefore(byte[] batches, long offset)
    {
        int at = 0;
        while (at < batches.Length)
        {
            RecordBatchHeader header = RecordBatchHeader.Read(batches.AsSpan(at));
            if (header.BaseOffset.Value == offset)
            {
                return batches[at..];
            }

            at += header.SizeBytes;
        }

        return null;
    }
}
