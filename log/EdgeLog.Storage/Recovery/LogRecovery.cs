using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Brings a data directory to a state it can be opened in, and replays the catalog. Single-threaded, before the
/// pipeline
/// starts. Order: segments repaired and flushed; the checkpoint; the state file, which ends the journal's old life;
/// the clean
/// marker's removal. Before the state file nothing that was found is given up, so recovery may itself be cut short.
/// </summary>
internal sealed partial class LogRecovery
{
    private readonly LogContext _context;
    private readonly LogDirectory _log;
    private readonly ILogger _logger;
    private readonly LogState? _state;
    private readonly long? _journalEpoch;
    private readonly bool _isNew;
    private readonly bool _isClean;
    private readonly CheckpointFile? _checkpoint;
    private readonly JournalReader _journal;
    private readonly List<string> _findings = [];
    private readonly CompactionProgress _compacted;
    private long _tornBytes;
    private long _journalBatches;

    private LogRecovery(LogContext context, LogDirectory log, DirectoryIdentity identity)
    {
        _context = context;
        _log = log;
        _findings.AddRange(DirectorySweep.Run(context));
        if (identity.Finding is not null)
        {
            _findings.Add(identity.Finding);
        }

        _logger = context.Loggers.CreateLogger<LogRecovery>();
        _compacted = new CompactionProgress(context.Files, context.Directory);
        _state = LogState.Read(context.Directory);
        _checkpoint = CheckpointFile.Read(context.Directory);
        _journalEpoch = _state?.JournalEpoch ?? _checkpoint?.JournalEpoch ?? JournalReader.LatestEpoch(context);
        _isNew = _journalEpoch is null && !LogPaths.PartitionFolders(context.Directory).Any();

        // Without state or checkpoint nothing says where the journal ends and the segments are flushed: not clean.
        _isClean = _isNew
            || (_state is not null
                && _checkpoint is not null
                && LogState.IsClean(context.Directory, _state.JournalEpoch, identity.Version));
        long? after = _checkpoint is not null && _checkpoint.JournalEpoch == _journalEpoch
            ? _checkpoint.JournalSequence
            : null;
        _journal = JournalReader.Read(context, _isClean ? null : _journalEpoch, after);
    }

    /// <summary>
    /// Recovers the directory into <paramref name="log"/>; returns what the checkpointer begins with.
    /// </summary>
    public static LogState Recover(
        LogContext context, LogDirectory log, DirectoryIdentity identity, CancellationToken cancellation) =>
        new LogRecovery(context, log, identity).Recover(cancellation);

    private LogState Recover(CancellationToken cancellation)
    {
        long started = _context.Time.GetTimestamp();
        NoteLostFiles();
        if (_journal.FirstMissing is { } missing)
        {
            _findings.Add($"Journal entry {missing} is damaged; what only it held is missing.");
        }

        List<Topic> topics = OpenTopics(cancellation);
        _log.Topics.Publish(topics);
        var state = new LogState(
            // A first life begins at the clock: should all state files be lost, it is not that of old entries.
            (_journalEpoch ?? _context.Time.GetUtcNow().ToUnixTimeMilliseconds()) + 1,
            NextLeaderEpoch(topics))
        {
            DirectoryId = _log.Id,
        };
        _log.LeaderEpoch = state.LeaderEpoch;
        RemoveOrphans();
        WriteCheckpoint(topics, state);
        state.Write(_context.Files, _context.Directory);
        _context.Clock.Begin(state.LeaderEpoch, _isClean);
        LogState.ClearClean(_context.Files, _context.Directory);
        Report(topics.Sum(topic => topic.Partitions.Length), _context.Time.GetElapsedTime(started));
        return state;
    }

    private void NoteLostFiles()
    {
        if (_isNew)
        {
            return;
        }

        if (_state is null)
        {
            _findings.Add(
                "The state file is missing or damaged: the journal's last life was found "
                + (_checkpoint is null ? "in its files." : "in the checkpoint."));
        }

        if (_checkpoint is null)
        {
            _findings.Add("The checkpoint file is missing or damaged: every segment was scanned.");
        }
    }

    /// <summary>
    /// The epoch of this life: a higher one after an unclean stop, and in each boot of the machine, so that a batch's
    /// epoch tells the boot it was stamped in. Without the state file only the partitions know the highest there was.
    /// </summary>
    private LeaderEpoch NextLeaderEpoch(List<Topic> topics)
    {
        int last = topics
            .SelectMany(topic => topic.Partitions)
            .Select(partition => partition.Writer.Epochs.Last)
            .Append(_state?.LeaderEpoch.Value ?? 0)
            .Append(_context.Clock.LastEpoch.Value)
            .Max();
        return new LeaderEpoch(last + (_isNew || (_isClean && !_context.Clock.IsNewBoot) ? 0 : 1));
    }

    private List<Topic> OpenTopics(CancellationToken cancellation)
    {
        var catalog = new Topic(CatalogLog.TopicName, CatalogLog.TopicId, CatalogLog.Config);
        catalog.AddPartitions([OpenOrCreate(catalog, 0)]);
        _log.CatalogPartition = catalog.Partitions[0];
        CatalogReplay.Run(_log, _findings);
        CatalogRebuild.Run(_log, _findings);
        var topics = new List<Topic> { catalog };
        foreach ((string name, TopicRecord record) in _log.CatalogChanges.Records)
        {
            cancellation.ThrowIfCancellationRequested();
            var topic = new Topic(name, record.ParseId(), ConfigOf(name, record));
            topic.AddPartitions([.. Enumerable.Range(0, record.Partitions).Select(i => OpenOrCreate(topic, i))]);
            topics.Add(topic);
        }

        return topics;
    }

    private TopicConfig ConfigOf(string name, TopicRecord record)
    {
        try
        {
            return TopicConfig.Create(_log.Options.TopicDefaults, record.Config);
        }
        catch (TopicException exception)
        {
            _findings.Add($"Topic {name} runs with the defaults: its settings are not valid here. {exception.Message}");
            return _log.Options.TopicDefaults;
        }
    }

    private Partition OpenOrCreate(Topic topic, int index)
    {
        var id = new TopicPartition(topic.Name, index);
        string directory = LogPaths.Partition(_context.Directory, id);
        RecoveryPoint? point = PointOf(new PartitionKey(topic.Id, index));
        Guid? found = PartitionFolder.ReadTopicId(directory);
        if (found == topic.Id)
        {
            return Open(topic, id, directory);
        }

        // The folder's name says whose it is, unless its id is that of a topic that was deleted or is known elsewhere,
        // and what is in it does not say otherwise.
        bool isAnother = _log.CatalogChanges.IsAnother(found, topic)
            && !PartitionFolder.IsOf(_context, directory, new PartitionKey(topic.Id, index), point);
        if (Directory.Exists(directory) && !isAnother)
        {
            _findings.Add($"{id}: partition.metadata was missing or damaged; it was written anew.");
            PartitionFolder.WriteMetadata(_context, directory, topic.Id);
            return Open(topic, id, directory);
        }

        // A catalogued partition has its folder, but for the catalog's own on the very first start.
        if (point is null)
        {
            return PartitionFolder.Create(_context, _log, topic, index, 0);
        }

        _findings.Add(
            $"The folder {directory} is missing or another topic's: offsets {point.Value.LogStartOffset} to "
            + $"{point.Value.NextOffset - 1} of {id} are lost; it begins anew behind them.");
        PartitionFolder.Create(_context, _log, topic, index, point.Value.NextOffset).Snapshot.Active.Dispose();
        return Open(topic, id, directory);
    }

    private Partition Open(Topic topic, TopicPartition id, string directory)
    {
        RecoveryPoint? point = PointOf(new PartitionKey(topic.Id, id.Partition));
        var known = new KnownSegments(directory, new PartitionKey(topic.Id, id.Partition));
        List<long> bases = SegmentFolder.List(_context, directory, point?.LogStartOffset ?? 0, known);
        if (bases.Count == 0)
        {
            bases.Add(point?.NextOffset ?? 0);
            _context.Files.OpenOrCreate(LogPaths.Segment(directory, bases[0], LogPaths.LogSuffix)).Dispose();
            _findings.Add($"{id} has no segment: it begins anew at offset {bases[0]}.");
        }

        if (point is null && _checkpoint is not null)
        {
            // Not checkpointed since it was created: all it has is in the journal or behind this point.
            point = new RecoveryPoint
            {
                SegmentBaseOffset = bases[0],
                Position = 0,
                NextOffset = bases[0],
                ProducersOffset = -1,
                LogStartOffset = bases[0],
                Fingerprint = SegmentFingerprint.Empty,
            };
        }

        var repair = new PartitionRepair
        {
            Id = id,
            Directory = directory,
            SegmentBases = bases,
            Point = point,
            Known = known,
            Journal = _journal.BlocksOf(new PartitionKey(topic.Id, id.Partition)),
            LastJournalSequence = _journal.LastSequence,
            IsFlushDeferred = topic.Config.IsFlushDeferred,
            IsJournalDamaged = !_isClean && (_journal.IsIncomplete || _journal.FirstMissing is not null),
            MayHaveHoles = topic.Config.IsCompacted || _compacted.Knows(new PartitionKey(topic.Id, id.Partition)),
            LastEpoch = _state?.LeaderEpoch ?? new LeaderEpoch(int.MaxValue - 1),
            Now = _context.Clock.Steady,
        };
        var recovery = new PartitionRecovery(_context, repair);
        RecoveredPartition recovered = recovery.Recover();
        _tornBytes += recovery.TornBytes;
        _journalBatches += recovery.JournalBatches;
        _findings.AddRange(recovery.Findings);
        return new Partition(_log, topic, id, recovered);
    }

    private RecoveryPoint? PointOf(PartitionKey key) =>
        _checkpoint is not null && _checkpoint.Points.TryGetValue(key, out RecoveryPoint point) ? point : null;

    /// <summary>Removes folders of topics that are deleted, or whose creation was not recorded.</summary>
    private void RemoveOrphans()
    {
        foreach (string directory in Directory.EnumerateDirectories(_context.Directory))
        {
            bool isGrave = directory.EndsWith(LogPaths.DeletedSuffix, StringComparison.Ordinal);
            Guid? id = isGrave ? null : PartitionFolder.ReadTopicId(directory);
            if (isGrave || IsLeftover(directory, id))
            {
                _context.Files.DeleteDirectory(directory);
            }
            else if (id is not null && _log.Topics.Find(id.Value) is null)
            {
                _findings.Add(
                    $"{directory} holds records of topic id {LogPaths.FormatTopicId(id.Value)}, which the catalog does "
                    + "not know. It is left as it is; delete it, or restore the catalog.");
            }
        }
    }

    /// <summary>
    /// Whether the folder is of a topic that was deleted, or of one whose creation was cut short: then it is empty.
    /// </summary>
    private bool IsLeftover(string directory, Guid? id) =>
        id is not null
        && _log.Topics.Find(id.Value) is null
        && (_log.CatalogChanges.WasDeleted(id.Value) || PartitionFolder.IsEmpty(directory));

    private void WriteCheckpoint(IEnumerable<Topic> topics, LogState state)
    {
        DateTimeOffset expiry = _context.Clock.Steady - _context.Limits.ProducerExpiry;
        CheckpointMarker marker = new([.. topics
            .SelectMany(topic => topic.Partitions)
            .Select(partition => CheckpointMarkers.Make(partition.Writer, expiry) with { IsFlushed = true })]);
        _log.StartingPoints = Checkpointer.SavePartitions(_context, marker);
        new CheckpointFile(state.JournalEpoch, 0, _log.StartingPoints).Write(_context.Files, _context.Directory);
    }

    private void Report(int partitions, TimeSpan elapsed)
    {
        _log.Recovery = new RecoveryReport(_isClean, partitions, _tornBytes, _journalBatches, elapsed, _findings);
        LogOpened(
            _context.Directory,
            partitions == 1 ? "1 partition" : $"{partitions} partitions",
            _isNew ? "new" : _isClean ? "stopped cleanly" : "stopped uncleanly",
            (long)elapsed.TotalMilliseconds);
        if (!_isClean)
        {
            LogRepaired(_journalBatches, _tornBytes);
        }

        foreach (string finding in _findings)
        {
            LogFinding(finding);
        }
    }
}
