namespace EdgeLog.Storage;

/// <summary>
/// Flushes segments behind the journal, on a thread of its own, so that the journal's files are free before the flusher
/// comes round to them. Owns the recovery points. Order: segments flushed, producers and epochs saved, the checkpoint
/// file
/// replaced, the journal released; a crash in between finds the older checkpoint and the journal that belongs to it.
/// </summary>
internal sealed class Checkpointer
{
    private readonly object _gate = new();
    private readonly LogContext _context;
    private readonly Journal _journal;
    private readonly Queue<CheckpointMarker> _markers = new();
    private readonly Dictionary<PartitionKey, RecoveryPoint> _points;
    private long _journalSequence;
    private bool _isWorking;
    private bool _isStopping;

    public Checkpointer(LogContext context, Journal journal, IReadOnlyDictionary<PartitionKey, RecoveryPoint> points)
    {
        _context = context;
        _journal = journal;
        _points = new Dictionary<PartitionKey, RecoveryPoint>(points);
    }

    /// <summary>Whether a checkpoint is under way.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _isWorking || _markers.Count > 0;
            }
        }
    }

    /// <summary>Hands a marker over. Few can wait: the flusher asks for one at each quarter of the ring.</summary>
    public void Add(CheckpointMarker marker)
    {
        lock (_gate)
        {
            _markers.Enqueue(marker);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the loop once all markers are done.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The loop; runs until <see cref="Stop"/> or until the log fails.</summary>
    public void Run()
    {
        try
        {
            while (Next() is { } marker)
            {
                ProcessWhenRoom(marker);
                marker.Done?.Invoke();
            }
        }
        catch (Exception exception)
        {
            _context.Failure.Set(exception);
        }
    }

    /// <summary>
    /// Makes a marker durable. On the loop's thread; at a clean stop, after the loop has ended, on the caller's.
    /// </summary>
    public void Process(CheckpointMarker marker)
    {
        foreach ((PartitionKey key, RecoveryPoint point) in SavePartitions(_context, marker))
        {
            _points[key] = point;
        }

        foreach (Partition partition in marker.Forgotten)
        {
            _points.Remove(PartitionKey.Of(partition));
        }

        _journalSequence = Math.Max(_journalSequence, marker.JournalSequence);
        new CheckpointFile(_journal.Epoch, _journalSequence, _points).Write(_context.Files, _context.Directory);
        _context.Counters.CountFlush();
        _journal.Release(_journalSequence);
    }

    /// <summary>
    /// Makes every partition of a marker durable up to where the marker says; returns the recovery points.
    /// </summary>
    public static Dictionary<PartitionKey, RecoveryPoint> SavePartitions(LogContext context, CheckpointMarker marker)
    {
        var points = new Dictionary<PartitionKey, RecoveryPoint>();
        foreach (PartitionCheckpoint checkpoint in marker.Partitions)
        {
            if (checkpoint.Partition.IsDeleted)
            {
                continue;
            }

            try
            {
                points[PartitionKey.Of(checkpoint.Partition)] = Save(context, checkpoint);
            }
            catch (IOException) when (checkpoint.Partition.IsDeleted)
            {
                // Its folder went away meanwhile: there is nothing to recover.
            }
        }

        return points;
    }

    /// <summary>
    /// Where the disk has not even room for the checkpoint's own small files, it waits: nothing is lost but time, and
    /// the journal holds what is not checkpointed.
    /// </summary>
    private void ProcessWhenRoom(CheckpointMarker marker)
    {
        while (true)
        {
            _context.Failure.ThrowIfSet();
            try
            {
                Process(marker);
                return;
            }
            catch (IOException exception) when (LogContext.IsDiskFull(exception) && WaitForRoom())
            {
                // Tried again.
            }
        }
    }

    /// <summary>Waits a moment; false where the log is stopping.</summary>
    private bool WaitForRoom()
    {
        _context.Space.OnDiskFull();
        lock (_gate)
        {
            return !_isStopping && (Monitor.Wait(_gate, _context.Limits.SpaceInterval) || !_isStopping);
        }
    }

    private static RecoveryPoint Save(LogContext context, PartitionCheckpoint checkpoint)
    {
        // A segment sealed since was flushed when it was sealed.
        if (!checkpoint.IsFlushed && checkpoint.Segment.TryLease())
        {
            try
            {
                checkpoint.Segment.File.Flush();
                context.Counters.CountFlush();
            }
            finally
            {
                checkpoint.Segment.Return();
            }
        }

        Partition partition = checkpoint.Partition;
        if (checkpoint.Producers is not null)
        {
            AtomicFile.Write(context.Files, ProducerSnapshot.PathIn(partition.Directory), checkpoint.Producers);
        }

        if (checkpoint.Epochs is not null)
        {
            AtomicFile.Write(context.Files, LeaderEpochFile.PathIn(partition.Directory), checkpoint.Epochs);
        }

        return new RecoveryPoint
        {
            SegmentBaseOffset = checkpoint.Segment.BaseOffset,
            Position = checkpoint.Position,
            NextOffset = checkpoint.NextOffset,
            ProducersOffset = checkpoint.ProducersOffset,
            LogStartOffset = partition.LogStartOffset.Value,
            Fingerprint = checkpoint.Segment.Fingerprint.Before(checkpoint.Position),
            EpochsCrc = checkpoint.EpochsCrc,
        };
    }

    private CheckpointMarker? Next()
    {
        lock (_gate)
        {
            _isWorking = false;
            while (_markers.Count == 0 && !_isStopping)
            {
                Monitor.Wait(_gate);
            }

            _isWorking = _markers.TryDequeue(out CheckpointMarker? marker);
            return marker;
        }
    }
}
