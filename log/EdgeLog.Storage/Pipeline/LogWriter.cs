namespace EdgeLog.Storage;

/// <summary>
/// The one writer of a data directory, a thread of its own. Takes appends from the inbox, forms commit groups and
/// hands them
/// to the flusher: the next group gathers while the flusher makes the last one durable. Owns every partition's tail
/// (<see cref="PartitionWriter"/>): active segment, offsets, producers' states.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private readonly LogContext _context;
    private readonly WakeSignal _wake;
    private readonly GroupPacker _packer;
    private readonly GroupExchange _exchange;
    private readonly CommitGathering _gathering;
    private readonly List<PartitionWriter> _touched = [];
    private readonly List<PartitionWriter> _dirty = [];
    private readonly List<Partition> _forgotten = [];
    private List<AppendRequest> _taken = [];
    private List<WriterCommand> _commands = [];
    private int _takenIndex;
    private Action? _onSaved;
    private volatile bool _isStopping;

    public LogWriter(LogContext context, WakeSignal wake, AppendInbox inbox, GroupExchange exchange)
    {
        _context = context;
        _wake = wake;
        Inbox = inbox;
        _exchange = exchange;
        _packer = new GroupPacker(context);
        _gathering = new CommitGathering(context.Time, inbox, wake);
    }

    public AppendInbox Inbox { get; }

    /// <summary>How long a group gathers from its first append on; null: as long as it pays.</summary>
    public TimeSpan? CommitInterval
    {
        get => _gathering.Interval;
        set => _gathering.Interval = value;
    }

    /// <summary>Asks the loop to end once the inbox, which is closed by then, is empty.</summary>
    public void Stop()
    {
        _isStopping = true;
        _wake.Set();
    }

    /// <summary>The loop; runs until <see cref="Stop"/> or until the log fails.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
                _context.Counters.CountProgress();
            }
        }
        catch (Exception exception)
        {
            _context.Failure.Set(exception);
        }
        finally
        {
            FailRest();
            _exchange.Close();
        }
    }

    public void Dispose()
    {
        _gathering.Dispose();
        _packer.Dispose();
    }

    /// <summary>Notes that a partition was appended to since the last checkpoint.</summary>
    public void MarkDirty(PartitionWriter writer)
    {
        if (!writer.IsDirty)
        {
            writer.IsDirty = true;
            _dirty.Add(writer);
        }
    }

    /// <summary>Takes nothing more for a partition; the next checkpoint drops its recovery point.</summary>
    public void Forget(Partition partition)
    {
        partition.Writer.IsDeleted = true;
        _forgotten.Add(partition);
    }

    /// <summary>Puts a marker on the group that is being formed; calls back when it is durable.</summary>
    public void WantMarker(Action onSaved) => _onSaved += onSaved;

    private bool Step()
    {
        if (_context.Failure.Cause is not null)
        {
            return false;
        }

        bool hasLeftover = _takenIndex < _taken.Count;
        if (!hasLeftover && Inbox.IsEmpty && !_exchange.IsMarkerWanted)
        {
            if (_isStopping)
            {
                return false;
            }

            _wake.Wait();
            return true;
        }

        // Gathering begins with the first append, also while the group before is being flushed.
        bool isFull = hasLeftover || Inbox.Bytes >= _context.Limits.GroupBytes;
        bool isGathering = !isFull && !_isStopping && !Inbox.HasCommands && !Inbox.IsEmpty && _gathering.IsUnderWay();
        if (isGathering || !_exchange.IsOpenFor(isFull))
        {
            _wake.Wait();
            return true;
        }

        FormGroup();
        return true;
    }

    private void FormGroup()
    {
        CommitGroup group = _exchange.TakeEmpty();
        try
        {
            Fill(group);
        }
        catch (Exception exception)
        {
            group.Fail(_context.Failure.Set(exception));
            throw;
        }

        _gathering.OnFormed(group.Requests.Count);
        _exchange.HandOver(group);
    }

    private void Fill(CommitGroup group)
    {
        if (_takenIndex == _taken.Count)
        {
            _taken.Clear();
            _takenIndex = 0;
            Inbox.Take(ref _taken, ref _commands);
        }

        foreach (WriterCommand command in _commands)
        {
            group.Commands.Add(command);
            command.ExecuteOnWriter(this);
        }

        _commands.Clear();
        Sort(group);
        AdmitAll();
        JournalEntry.Begin(group.Journaled);
        PartitionWriter? bypass = ChooseBypass();
        foreach (PartitionWriter writer in _touched)
        {
            if (writer.Pending.Count > 0)
            {
                _packer.Pack(group, writer, RouteOf(writer, bypass));
                MarkDirty(writer);
            }

            writer.ClearPending();
        }

        _touched.Clear();
        if (_exchange.TakeMarkerRequest() || _onSaved is not null)
        {
            group.Marker = CheckpointMarkers.Make(
                _dirty, _context.Clock.Steady - _context.Limits.ProducerExpiry) with
            {
                Forgotten = [.. _forgotten],
                Done = _onSaved,
            };
            _dirty.Clear();
            _forgotten.Clear();
            _onSaved = null;
        }
    }

    /// <summary>Deals the requests out to their partitions until the group is full.</summary>
    private void Sort(CommitGroup group)
    {
        long bytes = 0;
        PartitionWriter? largest = null;
        while (_takenIndex < _taken.Count)
        {
            AppendRequest request = _taken[_takenIndex];
            PartitionWriter writer = request.Partition!.Writer;
            bool continuesSet = request.Together is not null && request.Together.Requests[0] != request;

            // What comes to a partition with a set goes through the journal, however large it is.
            bool isFull = bytes < _context.Limits.GroupBytes
                ? writer.HasTogether && bytes + request.SizeBytes > _context.Limits.GroupBytes
                : !IsForBypass(request, largest!, bytes);
            if (isFull && !continuesSet)
            {
                return;
            }

            _taken[_takenIndex++] = null!;
            if (writer.Pending.Count == 0)
            {
                _touched.Add(writer);
            }

            writer.Add(request);
            group.Requests.Add(request);
            bytes += request.SizeBytes;
            largest = writer.PendingBytes > (largest?.PendingBytes ?? -1) ? writer : largest;
        }
    }

    /// <summary>
    /// Whether a full group takes a request that waits already: as long as the largest partition goes past the journal,
    /// and the rest still fits into it.
    /// </summary>
    private bool IsForBypass(AppendRequest request, PartitionWriter largest, long bytes)
    {
        long bypassed = largest.PendingBytes + (request.Partition == largest.Partition ? request.SizeBytes : 0);
        bytes += request.SizeBytes;
        return request.Together is null
            && !largest.HasTogether
            && largest.PendingBytes >= _context.Limits.BypassBytes
            && bytes <= _context.Limits.BypassGroupBytes
            && bytes - bypassed <= _context.Limits.GroupBytes;
    }

    /// <summary>
    /// Refuses what cannot be taken, and with it all that stands or falls with it, before anything is packed.
    /// </summary>
    private void AdmitAll()
    {
        bool isAnyRefused = false;
        foreach (PartitionWriter writer in _touched)
        {
            isAnyRefused |= !Admit(writer);
        }

        if (!isAnyRefused)
        {
            return;
        }

        foreach (PartitionWriter writer in _touched)
        {
            foreach (AppendRequest request in writer.Pending)
            {
                request.Together?.SpreadRefusal();
            }
        }

        foreach (PartitionWriter writer in _touched)
        {
            writer.Pending.RemoveAll(static request => request.IsRefused);
        }
    }

    /// <summary>
    /// Whether the partition is there and the disk has room for all that is pending; else all of it is refused.
    /// </summary>
    private bool Admit(PartitionWriter writer)
    {
        if (writer.IsDeleted)
        {
            Refuse(writer, AppendError.UnknownPartition, "The partition was deleted.");
            return false;
        }

        if (!_context.TryReserve(writer, writer.PendingBytes))
        {
            _context.Counters.CountRefused(writer.Pending.Count);
            Refuse(
                writer,
                AppendError.StorageFull,
                $"There is no room for {writer.PendingBytes} bytes more in {writer.Partition.Id}.");
            return false;
        }

        return true;
    }

    private static void Refuse(PartitionWriter writer, AppendError error, string message)
    {
        foreach (AppendRequest request in writer.Pending)
        {
            request.SetRefused(error, message);
        }
    }

    /// <summary>The partition that received most, if that is worth a flush of its own.</summary>
    private PartitionWriter? ChooseBypass()
    {
        PartitionWriter? largest = null;
        foreach (PartitionWriter writer in _touched)
        {
            bool isCandidate = !writer.HasTogether
                && writer.PendingBytes >= _context.Limits.BypassBytes
                && !writer.Partition.Topic.Config.IsFlushDeferred;
            if (isCandidate && (largest is null || writer.PendingBytes > largest.PendingBytes))
            {
                largest = writer;
            }
        }

        return largest;
    }

    private static BlockRoute RouteOf(PartitionWriter writer, PartitionWriter? bypass)
    {
        if (writer == bypass)
        {
            return BlockRoute.Bypass;
        }

        return writer.Partition.Topic.Config.IsFlushDeferred && !writer.HasTogether
            ? BlockRoute.Deferred
            : BlockRoute.Journal;
    }

    /// <summary>Tells those who were taken in and not handed on that nothing will come of it.</summary>
    private void FailRest()
    {
        Inbox.Close();
        RefuseTaken();
        FailCommands();
        Inbox.Take(ref _taken, ref _commands);
        RefuseTaken();
        FailCommands();
    }

    private void FailCommands()
    {
        StorageException cause = _context.Failure.Cause ?? new StorageException("The log is stopping.");
        _commands.ForEach(command => command.Fail(cause));
        _commands.Clear();
    }

    private void RefuseTaken()
    {
        string message = _context.Failure.Cause?.Message ?? "The log is stopping.";
        for (; _takenIndex < _taken.Count; _takenIndex++)
        {
            _taken[_takenIndex].Refuse(AppendError.StorageFailed, message);
        }

        _taken.Clear();
        _takenIndex = 0;
    }
}
