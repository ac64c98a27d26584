namespace EdgeLog.Storage;

/// <summary>
/// The shared ring that makes commit groups durable with one sequential write and one flush. Appended to by the
/// flusher;
/// the checkpointer releases what its segments hold by now.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly object _gate = new();
    private readonly LogContext _context;
    private readonly LogFile[] _files;
    private readonly long[] _lastSequences;
    private int _current;
    private int _position;
    private long _released;

    public Journal(LogContext context, long epoch)
    {
        _context = context;
        Epoch = epoch;
        _files = JournalFiles.Open(context);
        _lastSequences = new long[_files.Length];
        context.Failure.OnSet(WakeAll);
    }

    /// <summary>The life of the journal: entries of another are never applied.</summary>
    public long Epoch { get; }

    /// <summary>The sequence of the entry written last; 0 before the first. Flusher's.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Bytes of the ring written since <see cref="OnMarker"/>. Flusher's.</summary>
    public long BytesSinceMarker { get; private set; }

    public long RingBytes => (long)_files.Length * _context.Limits.JournalFileBytes;

    /// <summary>Writes the group's entry and flushes it.</summary>
    public void Append(CommitGroup group)
    {
        GroupBuffer buffer = group.Journaled;
        JournalEntry.End(buffer, group.JournalBlocks, Epoch, ++LastSequence);
        int padded = JournalFiles.Align(buffer.Length);
        if (padded > _context.Limits.JournalFileBytes)
        {
            throw new StorageException($"A commit group of {padded} bytes does not fit a journal file.");
        }

        buffer.Take(padded - buffer.Length).Clear();
        if (_position + padded > _context.Limits.JournalFileBytes)
        {
            MoveOn();
        }

        _files[_current].Write(buffer.Written, _position);
        _files[_current].Flush();
        _context.Counters.CountFlush();
        _context.Counters.CountJournal(padded);
        _position += padded;
        _lastSequences[_current] = LastSequence;
        BytesSinceMarker += padded;
    }

    /// <summary>A checkpoint of all that was written so far is under way. Flusher's.</summary>
    public void OnMarker() => BytesSinceMarker = 0;

    /// <summary>Frees entries up to <paramref name="sequence"/>: their batches are flushed in their segments.</summary>
    public void Release(long sequence)
    {
        lock (_gate)
        {
            _released = Math.Max(_released, sequence);
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
        foreach (LogFile file in _files)
        {
            file.Dispose();
        }
    }

    /// <summary>
    /// Goes on at the start of the next file, which by then is free; where it is not, waits and counts it.
    /// </summary>
    private void MoveOn()
    {
        int next = (_current + 1) % _files.Length;
        lock (_gate)
        {
            if (_lastSequences[next] > _released)
            {
                _context.Counters.CountStall();
            }

            while (_lastSequences[next] > _released)
            {
                _context.Failure.ThrowIfSet();
                Monitor.Wait(_gate);
            }
        }

        // What is left over at the end of the file is used up as well.
        BytesSinceMarker += _context.Limits.JournalFileBytes - _position;
        _current = next;
        _position = 0;
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
