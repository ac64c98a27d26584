using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>A log with one compacted topic whose segments are rolled and compacted when a test says so.</summary>
internal sealed class CompactionFixture : IAsyncDisposable
{
    public const string TopicName = "t";

    /// <summary>The loops' own turns come after any test has ended; a small journal opens fast.</summary>
    public static readonly LogLimits Limits = LogLimits.Default with
    {
        CompactionInterval = TimeSpan.FromDays(40),
        HousekeepingInterval = TimeSpan.FromDays(40),
        JournalFileBytes = 32 * 1024,
        GroupBytes = 8 * 1024,
        BypassBytes = 4 * 1024,
        PackedBatchBytes = 2 * 1024,
    };

    public static readonly CompactionOptions Unhurried = new() { BytesPerSecond = long.MaxValue };

    private static readonly TimeSpan SegmentAge = TimeSpan.FromSeconds(1);

    private CompactionFixture(FakeTime time, LogFixture log) => (Time, Fixture) = (time, log);

    public FakeTime Time { get; }

    public LogFixture Fixture { get; }

    public LogDirectory Log => Fixture.Log;

    public Partition Partition => Fixture.Partition(TopicName);

    public static Task<CompactionFixture> OpenAsync(params (string Name, string Value)[] config) =>
        OpenAsync(_ => { }, config);

    public static async Task<CompactionFixture> OpenAsync(
        Action<LogFixture> arrange, params (string Name, string Value)[] config)
    {
        // Files have the real clock's times: the log's is ahead of it, so that what is reopened is old.
        var time = new FakeTime();
        time.SetWallClock(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var fixture = new LogFixture
        {
            Time = time,
            Limits = Limits,
            Options = new LogDirectoryOptions { Path = "", Compaction = Unhurried },
        };
        arrange(fixture);
        await fixture.OpenLogAsync();
        Dictionary<string, string> settings = new()
        {
            ["cleanup.policy"] = "compact",
            ["min.cleanable.dirty.ratio"] = "0",
            ["segment.ms"] = "1000",
        };
        foreach ((string name, string value) in config)
        {
            settings[name] = value;
        }

        await fixture.Log.Topics.CreateAsync(TopicName, 1, settings, CancellationToken.None);
        return new CompactionFixture(time, fixture);
    }

    /// <summary>Appends the records each on its own.</summary>
    public async Task PutAsync(params (string? Key, string? Value)[] records)
    {
        foreach ((string? key, string? value) in records)
        {
            await Partition.PutAsync(key, value);
        }
    }

    /// <summary>Seals what there is: the next append, which this makes, goes to a new segment.</summary>
    public async Task RollAsync(string key = "last")
    {
        Time.Advance(SegmentAge);
        await Partition.PutAsync(key, "-");
    }

    public Task CompactAsync() =>
        Log.Compactor.RunOnceAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>What a reader sees, in short: <c>key=value@offset</c>.</summary>
    public string Seen() => string.Join(' ', Partition.ReadKeyed().Select(record =>
        $"{record.Key}={record.Value ?? "null"}@{record.Offset}"));

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
}
