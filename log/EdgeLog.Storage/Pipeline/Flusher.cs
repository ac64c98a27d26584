namespace EdgeLog.Storage;

/// <summary>
/// Makes commit groups durable, in order, on a thread of its own; then shows them to readers and tells who waits.
/// Owns the
/// journal's tail and the published side of every partition: snapshot, high watermark, index of the active segment.
/// </summary>
internal sealed class Flusher : IDisposable
{
    /// <summary>
    /// Bytes in segments that recovery would have to scan, after which a checkpoint is due whatever the journal.
    /// </summary>
    private const long DirectBytesPerCheckpoint = 32 * 1024 * 1024;

    private readonly LogContext _context;
    private readonly GroupExchange _exchange;
    private readonly Journal _journal;
    private readonly Checkpointer _checkpointer;
    private readonly BypassThread _bypass = new();
    private readonly SegmentRoller _roller;
    private readonly LastNote _lastNote;
    private long _directBytes;
    private bool _isMarkerWanted;

    public Flusher(LogContext context, GroupExchange exchange, Journal journal, Checkpointer checkpointer)
    {
        _context = context;
        _exchange = exchange;
        _journal = journal;
        _checkpointer = checkpointer;
        Deferred = new DeferredFlushes(context, exchange.Nudge);
        _roller = new SegmentRoller(context, Deferred);
        _lastNote = new LastNote(context, exchange.Nudge);
    }

    public DeferredFlushes Deferred { get; }

    /// <summary>The loop; runs until the writer has ended. After a failure it only tells who waits.</summary>
    public void Run()
    {
        _bypass.Start();
        while (_exchange.TryTake(out CommitGroup? group))
        {
            try
            {
                _context.Failure.ThrowIfSet();
                if (group is not null)
                {
                    Process(group);
                }

                Deferred.FlushDue();
                CheckpointIfDue();
            }
            catch (Exception exception)
            {
                StorageException cause = _context.Failure.Set(exception);
                group?.Fail(cause);
            }

            if (group is not null)
            {
                _exchange.Return(group);
            }

            _context.Counters.CountProgress();
        }

        _bypass.Stop();
        FlushLast();
        _checkpointer.Stop();
    }

    /// <summary>Makes <paramref name="segment"/> the one that readers see as active.</summary>
    public void EnsureActive(Partition partition, ActiveSegment segment) => _roller.EnsureActive(partition, segment);

    public void Dispose()
    {
        Deferred.Dispose();
        _lastNote.Dispose();
    }

    private void Process(CommitGroup group)
    {
        long started = _context.Time.GetTimestamp();
        MakeDurable(group);
        if (group.JournalBlocks > 0)
        {
            _context.Counters.AddFlushTime(_context.Time.GetElapsedTime(started));
        }

        _exchange.OnFlushed();
        WriteSegments(group);
        Finish(group);
    }

    /// <summary>One write and flush of the journal and, beside it, of the partition that goes past it.</summary>
    private void MakeDurable(CommitGroup group)
    {
        if (group.JournalBlocks == 0)
        {
            return;
        }

        bool isBypassing = BeginBypass(group);
        try
        {
            _journal.Append(group);
        }
        finally
        {
            if (isBypassing)
            {
                _bypass.Join();
                _context.Counters.CountFlush();
            }
        }

        if (isBypassing)
        {
            _lastNote.Set();
        }
        else
        {
            _lastNote.Clear();
        }
    }

    private bool BeginBypass(CommitGroup group)
    {
        int last = group.Blocks.FindLastIndex(block => block.Route == BlockRoute.Bypass);
        for (int i = 0; i <= last; i++)
        {
            GroupBlock block = group.Blocks[i];
            if (block.Route != BlockRoute.Bypass)
            {
                continue;
            }

            Deferred.Flush(block.Partition);
            _roller.EnsureActive(block.Partition, block.Segment);
            _directBytes += block.Length;
            if (i == last)
            {
                _bypass.Begin(group, block);
                return true;
            }

            // The group rolls the segment: this part of it is flushed when the next one becomes active.
            block.Segment.Write(group.BatchesOf(block), block.Position);
        }

        return false;
    }

    /// <summary>Writes the rest to the segments, in the page cache, and shows everything to readers.</summary>
    private void WriteSegments(CommitGroup group)
    {
        foreach (GroupBlock block in group.Blocks)
        {
            _context.Counters.CountBlock(block);
            if (block.Route == BlockRoute.Bypass)
            {
                block.Partition.MoveHighWatermark(block.NextOffset);
                continue;
            }

            if (block.Route == BlockRoute.Journal)
            {
                Deferred.Flush(block.Partition);
            }

            _roller.EnsureActive(block.Partition, block.Segment);
            block.Segment.Write(group.BatchesOf(block), block.Position);
            if (block.Route == BlockRoute.Journal)
            {
                block.Partition.MoveHighWatermark(block.NextOffset);
            }
            else
            {
                _directBytes += block.Length;
                Deferred.Add(block);
            }
        }
    }

    private void Finish(CommitGroup group)
    {
        // Before the marker: a roll flushes the old segment, which a marker of the same group takes as done.
        foreach (WriterCommand command in group.Commands)
        {
            command.ExecuteOnFlusher(this);
            command.Complete();
        }

        group.Commands.Clear();
        if (group.Marker is { } marker)
        {
            foreach (PartitionCheckpoint checkpoint in marker.Partitions)
            {
                Deferred.Flush(checkpoint.Partition);
            }

            marker.JournalSequence = _journal.LastSequence;
            _journal.OnMarker();
            _directBytes = 0;
            _lastNote.Clear();
            _isMarkerWanted = false;
            _checkpointer.Add(marker);
        }

        foreach (AppendRequest request in group.Requests)
        {
            request.Complete();
        }

        // Nobody is told twice, whatever fails from here on.
        group.Requests.Clear();
        _context.Counters.CountGroup();
    }

    /// <summary>
    /// Asks for a checkpoint a quarter of a ring after the last one, and where the journal ends with a note. The marker
    /// comes with the next group, or with the one after it where that is formed already; each may take a file of the
    /// ring, so that asking later, or waiting for the checkpoint before to end, could find the ring full with no marker
    /// on its way to free it.
    /// </summary>
    private void CheckpointIfDue()
    {
        bool isRingDue = _journal.BytesSinceMarker >= _journal.RingBytes / 4;
        bool isDirectDue = _directBytes >= DirectBytesPerCheckpoint && !_checkpointer.IsBusy;
        if ((isRingDue || isDirectDue || _lastNote.IsDue) && !_isMarkerWanted)
        {
            _isMarkerWanted = true;
            _exchange.WantMarker();
        }
    }

    private void FlushLast()
    {
        try
        {
            _context.Failure.ThrowIfSet();
            Deferred.FlushAll();
        }
        catch (Exception exception)
        {
            _context.Failure.Set(exception);
        }
    }
}
