using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// One data directory: its lock, its topics and partitions, and the pipeline that makes appends durable. The root
/// object
/// of the log; everything else reaches the log through it.
/// </summary>
public sealed class LogDirectory : IAsyncDisposable
{
    private readonly LogContext _context;
    private readonly DirectoryLock _lock;
    private LogPipeline _pipeline = null!;
    private LogDirectoryOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private Task _housekeeping = Task.CompletedTask;
    private Task _spaceKeeping = Task.CompletedTask;
    private Task _clockKeeping = Task.CompletedTask;
    private Task _compaction = Task.CompletedTask;
    private Task _damageKeeping = Task.CompletedTask;
    private Task _scrubbing = Task.CompletedTask;
    private int _isDisposed;

    internal LogDirectory(LogContext context, DirectoryLock directoryLock, LogDirectoryOptions options)
    {
        _context = context;
        _lock = directoryLock;
        _options = options;
        CatalogChanges = new CatalogChanges(this);
        Topics = new TopicCatalog(CatalogChanges);
        Mirrors = new MirrorPositions(options.Mirrors);
        Gaps = new DeclaredGaps(this, context.Loggers);
        Damage = new DamageKeeper(context, this);
        Scrubber = new Scrubber(context, this);
    }

    /// <summary>
    /// The identity of this data directory, made when it was created: Kafka's cluster id, the mirror's gateway id.
    /// </summary>
    public Guid Id { get; internal set; }

    /// <summary>The directory's absolute path.</summary>
    public string Path => _context.Directory;

    /// <summary>What it was opened with, or was last reconfigured to.</summary>
    public LogDirectoryOptions Options => Volatile.Read(ref _options);

    /// <summary>All topics.</summary>
    public TopicCatalog Topics { get; }

    /// <summary>How far mirrors have brought each partition, as they tell it.</summary>
    public MirrorPositions Mirrors { get; }

    /// <summary>What is missing, and why.</summary>
    public DeclaredGaps Gaps { get; }

    /// <summary>The log's time: what the records that come in are stamped with.</summary>
    public LogClock Clock => _context.Clock;

    /// <summary>What recovery found and did when the directory was opened.</summary>
    public RecoveryReport Recovery { get; internal set; } = new(true, 0, 0, 0, TimeSpan.Zero, []);

    /// <summary>How far the search for rot is.</summary>
    public ScrubStatus ScrubStatus => Scrubber.Status;

    /// <summary>What is damaged or missing and left out by readers, in every partition.</summary>
    public IReadOnlyList<DamagedRange> Damaged => [.. Topics.Snapshot.Values
        .OrderBy(topic => topic.Name, StringComparer.Ordinal)
        .SelectMany(topic => topic.Partitions)
        .SelectMany(partition => partition.ReadDamaged())];

    /// <summary>Counters and gauges for status and metrics; a consistent-enough copy.</summary>
    public LogStatistics Statistics => LogStatisticsReading.Read(_context, this, _pipeline);

    /// <summary>
    /// Completes when the log has stopped; faults with the <see cref="StorageException"/> of the write or flush that
    /// failed, after which every append is refused and the process is to exit.
    /// </summary>
    public Task Completion => _pipeline.Completion;

    internal LogLimits Limits => _context.Limits;

    internal DateTimeOffset Now => Clock.GetUtcNow();

    internal bool HasFailed => _context.Failure.Cause is not null;

    internal bool IsOpenForAppends => _context.SpaceGate.IsOpen;

    /// <summary>Whether the pipeline runs; before, recovery has the log to itself.</summary>
    internal bool IsStarted => _pipeline is not null;

    internal AppendInbox Inbox => _pipeline.Inbox;

    internal DamageKeeper Damage { get; }

    internal Scrubber Scrubber { get; }

    internal Housekeeping Housekeeping { get; private set; } = null!;

    internal SpaceKeeper SpaceKeeper { get; private set; } = null!;

    internal SegmentDropper Dropper { get; private set; } = null!;

    internal Compactor Compactor { get; private set; } = null!;

    /// <summary>Held by whoever removes or renames files of sealed segments, or a partition's folder.</summary>
    internal SemaphoreSlim SegmentFilesGate { get; } = new(1);

    /// <summary>The epoch new batches get, in every partition: raised at each recovery after an unclean stop.</summary>
    internal LeaderEpoch LeaderEpoch { get; set; }

    internal CatalogChanges CatalogChanges { get; }

    /// <summary>The recovery points as of opening.</summary>
    internal IReadOnlyDictionary<PartitionKey, RecoveryPoint> StartingPoints { get; set; } =
        new Dictionary<PartitionKey, RecoveryPoint>();

    internal Partition CatalogPartition { get; set; } = null!;

    /// <summary>
    /// Locks and opens a data directory: recovers what an unclean stop left, replays the internal topics, starts the
    /// pipeline. Throws <see cref="StorageException"/> where the directory is locked, of a newer format or unusable.
    /// </summary>
    public static Task<LogDirectory> OpenAsync(
        LogDirectoryOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation) =>
        LogOpening.OpenAsync(
            options, new LogEnvironment(time, loggers, new DiskFileSystem(), LogLimits.Default), cancellation);

    /// <summary>A producer id never given out before, durably so.</summary>
    public ValueTask<long> AllocateProducerIdAsync(CancellationToken cancellation) =>
        CatalogChanges.AllocateProducerIdAsync(cancellation);

    /// <summary>
    /// Appends several requests that stand or fall together, each to its <see cref="AppendRequest.Partition"/>: one
    /// journal
    /// entry, so that after a power cut either all of them are there or none. Returns when they are admitted.
    /// </summary>
    public ValueTask AppendTogetherAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellation)
    {
        AppendRequest[] set = [.. requests];
        if (set.Length == 0 || !TogetherCheck.Check(set, _context.Limits))
        {
            return ValueTask.CompletedTask;
        }

        return _context.SpaceGate.IsOpen || set.All(request => request.Partition!.Topic.IsInternal)
            ? Inbox.AddTogetherAsync(set, cancellation)
            : AppendWhenOpenAsync(set, cancellation);
    }

    /// <summary>Reads every sealed segment now; what is damaged is left out when this completes.</summary>
    internal async Task ScrubAsync(CancellationToken cancellation)
    {
        await Task.Run(() => Scrubber.RunOnce(Random.Shared, cancellation), cancellation);
        await _pipeline.SaveAsync();
    }

    /// <summary>Replaces the settings that may change at run time: commit interval, topic defaults, limits.</summary>
    public void Reconfigure(LogDirectoryOptions options)
    {
        Volatile.Write(ref _options, options);
        _pipeline.SetCommitInterval(options.CommitInterval);
        _context.Space.Reconfigure(options.Budget, options.Reserve);
        SpaceKeeper.Remeasure();
        CatalogChanges.ApplyDefaults(options.TopicDefaults);
    }

    /// <summary>Stops cleanly: drains, flushes everything, leaves the clean marker, releases the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _housekeeping;
        await _spaceKeeping;
        await _compaction;
        await _damageKeeping;
        await _scrubbing;
        await DeclareRefusedAsync();
        await _clockKeeping;
        _stopping.Dispose();
        await _pipeline.DisposeAsync();
        SpaceKeeper.Dispose();
        Dropper.Dispose();
        CatalogChanges.Dispose();
        SegmentFilesGate.Dispose();
        Partition[] partitions = [.. Topics.Snapshot.Values.SelectMany(topic => topic.Partitions)];
        CleanStop.Save(_context, _pipeline, partitions);
        _context.Space.Ballast?.Dispose();
        ((IDisposable)Gaps).Dispose();
        _lock.Dispose();
    }

    /// <summary>Starts the pipeline on what recovery found.</summary>
    internal void Start(LogState state)
    {
        _pipeline = new LogPipeline(_context, state, StartingPoints);
        _pipeline.SetCommitInterval(_options.CommitInterval);
        _pipeline.Start();
        Housekeeping = new Housekeeping(_context, this, _pipeline);
        Dropper = new SegmentDropper(_context, _pipeline, this);
        SpaceKeeper = new SpaceKeeper(_context, this, _pipeline);
        Compactor = new Compactor(_context, this, _pipeline);
        Compactor.MarkCompacted();
        _housekeeping = RunLoopAsync(Housekeeping.RunAsync);
        _spaceKeeping = RunLoopAsync(stop => Task.Run(() => SpaceKeeper.RunAsync(stop), stop));
        _clockKeeping = RunLoopAsync(_context.Clock.RunAsync);
        _compaction = RunLoopAsync(Compactor.RunAsync);
        _damageKeeping = RunLoopAsync(Damage.RunAsync);
        _scrubbing = RunLoopAsync(Scrubber.RunAsync);
    }

    /// <summary>Creates the folders of new partitions, durably, and the partitions in them.</summary>
    internal Partition[] CreatePartitions(Topic topic, int from, int to)
    {
        var partitions = new List<Partition>();
        try
        {
            for (int index = from; index < to; index++)
            {
                partitions.Add(PartitionFolder.Create(_context, this, topic, index, 0));
            }
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception))
        {
            throw new TopicException(
                TopicError.PolicyViolation,
                $"Topic {topic.Name} was not created: the disk of {Path} is full. Make room, then create it again.");
        }

        _context.Files.FlushDirectory(Path);
        return [.. partitions];
    }

    /// <summary>Appends once there is room, or once it is known that there will be none.</summary>
    internal async ValueTask AppendWhenOpenAsync(AppendRequest request, CancellationToken cancellation)
    {
        await _context.SpaceGate.WaitAsync(cancellation);
        await Inbox.AddAsync(request, cancellation);
    }

    /// <summary>Ends deleted partitions: writer, readers, folders, in this order.</summary>
    internal async Task DropPartitionsAsync(IReadOnlyList<Partition> partitions)
    {
        await _pipeline.ExecuteAsync(new DropPartitionsCommand(partitions));
        await SegmentFilesGate.WaitAsync();
        try
        {
            foreach (Partition partition in partitions)
            {
                PartitionFolder.Delete(_context, partition);
                Mirrors.Forget(partition);
            }

            _context.Files.FlushDirectory(Path);
        }
        finally
        {
            SegmentFilesGate.Release();
        }

        SpaceKeeper.Remeasure();
    }

    private async ValueTask AppendWhenOpenAsync(AppendRequest[] set, CancellationToken cancellation)
    {
        await _context.SpaceGate.WaitAsync(cancellation);
        await Inbox.AddTogetherAsync(set, cancellation);
    }

    private Task RunLoopAsync(Func<CancellationToken, Task> loop) =>
        LogLoop.RunAsync(_context.Failure, () => loop(_stopping.Token), _stopping.Token);

    private async Task DeclareRefusedAsync()
    {
        try
        {
            await Gaps.FlushRefusedAsync(CancellationToken.None);
        }
        catch (StorageException)
        {
            // The log has failed: what was refused since the last minute is not told.
        }
    }
}
