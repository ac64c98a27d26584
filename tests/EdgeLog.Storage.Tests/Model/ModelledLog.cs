using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// A log on a disk in memory that fails on demand, beside the model of what it has to hold. Looks at both after each
/// step; opens the log again after stops, kills and power cuts, and settles there what became of appends under way.
/// </summary>
internal sealed class ModelledLog : IAsyncDisposable
{
    private const string Rebuilt = "the producers' states were rebuilt from the log";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Never = TimeSpan.FromDays(40);

    private readonly LogFixture _fixture;
    private readonly FaultyDisk _disk;
    private readonly ModelTally _tally;
    private readonly List<ModelAppend[]> _sets = [];

    private ModelledLog(Random random, ModelTally tally)
    {
        // Files have the real clock's times: the log's is ahead of it, so that what is reopened is old.
        Time.SetWallClock(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _tally = tally;
        _disk = new FaultyDisk { Luck = new Random(random.Next()) };
        _fixture = new LogFixture(TemporaryDirectory.InMemory())
        {
            Files = _disk,
            Time = Time,
            Limits = LimitsOf(random),
            Options = new LogDirectoryOptions
            {
                Path = "",
                Compaction = CompactionFixture.Unhurried with { KeyMapBytes = random.Next(4, 40) * KeyMap.EntryBytes },
            },
        };
        Topics = ModelTopic.Choose(random);
        Partitions = [.. Topics.SelectMany(topic =>
            Enumerable.Range(0, topic.Partitions).Select(index => new ModelPartition(topic, index)))];
    }

    public FakeTime Time { get; } = new();

    public ModelTopic[] Topics { get; }

    public ModelPartition[] Partitions { get; }

    public LogDirectory Log => _fixture.Log;

    /// <summary>Whether a fault was met since the log was opened: appends may fail then, and only then.</summary>
    public bool HasFaulted => _disk.HasFaulted;

    /// <summary>Whether the power is out.</summary>
    public bool IsPowerOut => _disk.IsPowerOut;

    /// <summary>Whether the log has come to its end and has to be opened again.</summary>
    public bool IsDown => _disk.IsPowerOut || Log.HasFailed;

    public static async Task<ModelledLog> OpenAsync(Random random, ModelTally tally)
    {
        var log = new ModelledLog(random, tally);
        await log._fixture.OpenLogAsync();
        foreach (ModelTopic topic in log.Topics)
        {
            await log.Log.Topics.CreateAsync(topic.Name, topic.Partitions, topic.Settings, CancellationToken.None);
        }

        return log;
    }

    public Partition Real(ModelPartition partition) => _fixture.Partition(partition.Id.Topic, partition.Id.Partition);

    /// <summary>Remembers appends that stand or fall together.</summary>
    public void AddSet(ModelAppend[] set) => _sets.Add(set);

    /// <summary>Lets one of the next operations fail, or the power go at it.</summary>
    public void Arm(Random random, int operations)
    {
        _disk.Fault = (FaultKind)random.Next(3);
        _disk.FaultAt = _disk.Operations + 1 + random.Next(operations);
    }

    /// <summary>Reads what came into sight since the last look.</summary>
    public void Observe()
    {
        using FaultyDisk.Reprieve _ = _disk.Spare();
        foreach (ModelPartition partition in Partitions)
        {
            Partition real = Real(partition);
            long from = Math.Max(partition.ShownEnd, real.LogStartOffset.Value);
            partition.ShowUpTo(real.HighWatermark.Value);
            if (!HasFaulted)
            {
                // Where the log fails before a new log start is on the disk, the old one comes back.
                partition.MoveLogStart(real.LogStartOffset.Value);
            }

            try
            {
                partition.Compare(real.ReadRecords(from, partition.ShownEnd), from);
            }
            catch (IOException) when (_disk.IsPowerOut)
            {
                // A reader may have to write an index first.
            }
        }
    }

    /// <summary>Reads everything, looks up times, and proves the accounts.</summary>
    public void Verify(Random random)
    {
        using FaultyDisk.Reprieve _ = _disk.Spare();
        Observe();
        foreach (ModelPartition partition in Partitions)
        {
            Partition real = Real(partition);
            long start = real.LogStartOffset.Value;
            List<StoredRecord> stored = real.ReadRecords(start, partition.ShownEnd);
            partition.Compare(stored, start);
            real.CheckLookups(stored, partition.ShownEnd, random);
            long from = random.NextInt64(start, partition.ShownEnd + 1);
            partition.Compare(real.ReadRecords(from, partition.ShownEnd), from);
        }

        foreach (Topic topic in Topics.Where(topic => topic.IsExpiring).Select(topic => Log.Topics.Find(topic.Name)!))
        {
            TopicAccount account = Log.Gaps.Account(topic);
            ModelException.ThrowUnless(
                account.Unexplained == 0,
                $"{topic.Name}: not accounted for: {string.Join(", ", account.UnexplainedRanges)} of {account}");
        }
    }

    /// <summary>Stops cleanly, perhaps with a power cut right behind, and opens again.</summary>
    public async Task StopAsync(Random random)
    {
        await CloseAsync();
        StopKind stop = _disk.HasFaulted ? StopKind.Interrupted : StopKind.Clean;
        if (stop == StopKind.Interrupted || random.Next(2) == 0)
        {
            CutPower(random);
        }

        _disk.Resume();
        await ReopenAsync(random, stop);
    }

    /// <summary>Ends the process at once and opens again.</summary>
    public async Task KillAsync(Random random)
    {
        Observe();
        _disk.StopPower();
        await CloseAsync();
        _disk.Resume();
        _tally.Count("kills");
        await ReopenAsync(random, StopKind.Crash);
    }

    /// <summary>Cuts the power and opens again.</summary>
    public async Task CutPowerAsync(Random random)
    {
        Observe();
        _disk.StopPower();
        await CloseAsync();
        CutPower(random);
        await ReopenAsync(random, StopKind.Crash);
    }

    public async ValueTask DisposeAsync()
    {
        _disk.StopPower();
        await _fixture.DisposeAsync();
    }

    private Task CloseAsync() => Log.DisposeAsync().AsTask().WaitAsync(Patience);

    private void CutPower(Random random)
    {
        _tally.Count("power cuts");
        _disk.CutPower(_fixture.Path, random);
    }

    private async Task ReopenAsync(Random random, StopKind stop)
    {
        LeaderEpoch before = Log.LeaderEpoch;
        int tries = 1;
        while (!await TryOpenAsync(random))
        {
            tries++;
        }

        _tally.Count("recoveries");
        string findings = string.Join(" | ", Log.Recovery.Findings.Where(finding => !IsExpected(finding)));
        ModelException.ThrowUnless(findings.Length == 0, $"Recovery found: {findings}");
        bool mayBeClean = stop != StopKind.Crash;
        bool mustBeClean = stop == StopKind.Clean && tries == 1;
        ModelException.ThrowUnless(
            Log.Recovery.WasClean ? mayBeClean : !mustBeClean && Log.LeaderEpoch.Value > before.Value,
            $"A stop that was {stop} was found clean: {Log.Recovery.WasClean}; epochs {before}, {Log.LeaderEpoch}");
        using FaultyDisk.Reprieve _ = _disk.Spare();
        foreach (ModelPartition partition in Partitions)
        {
            Partition real = Real(partition);
            long end = real.HighWatermark.Value;
            partition.Settle(end, stop, real.ReadRecords(real.LogStartOffset.Value, end));
            partition.MoveLogStart(real.LogStartOffset.Value);
            partition.MayExpire = false;
        }

        SettleSets();
        Verify(random);
    }

    /// <summary>Only what was not flushed when its append was acknowledged may be damaged.</summary>
    private bool IsExpected(string finding) => finding.Contains(Rebuilt)
        || Topics.Any(topic => topic.IsWeak && finding.StartsWith($"{topic.Name}-", StringComparison.Ordinal));

    private void SettleSets()
    {
        foreach (ModelAppend[] set in _sets)
        {
            int whole = set.Count(append => append.Shown == append.Records.Length);
            ModelException.ThrowUnless(
                whole == 0 || whole == set.Length,
                $"Of {set.Length} appends that stand or fall together {whole} are there.");
        }

        _sets.Clear();
    }

    /// <summary>Opens the log, now and then with a fault on the way: false where that stopped it.</summary>
    private async Task<bool> TryOpenAsync(Random random)
    {
        if (random.Next(4) == 0)
        {
            Arm(random, 60);
        }

        try
        {
            await _fixture.OpenLogAsync().WaitAsync(Patience);
            return true;
        }
        catch (StorageException) when (_disk.HasFaulted)
        {
            _disk.StopPower();
            CutPower(random);
            return false;
        }
    }

    private static LogLimits LimitsOf(Random random) => CompactionFixture.Limits with
    {
        JournalFiles = random.Next(2, 5),
        BypassBytes = random.Next(2, 8) * 1024,
        PackedBatchBytes = random.Next(1, 4) * 1024,
        OpenSegments = random.Next(2, 8),
        SpaceInterval = Never,
        SpaceWalkInterval = Never,
    };
}
