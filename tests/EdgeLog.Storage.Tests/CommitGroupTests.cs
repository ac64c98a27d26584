using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>How much a commit group takes of what waits.</summary>
public sealed class CommitGroupTests
{
    private const int ValueBytes = 10_000;

    private static readonly LogLimits Limits = LogLimits.Default with
    {
        GroupBytes = 64 * 1024,
        JournalFileBytes = 72 * 1024,
        InboxBytes = 1024 * 1024,
        BypassBytes = 16 * 1024,
    };

    [Fact]
    public async Task A_full_group_takes_as_much_again_of_what_goes_past_the_journal()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => (f.Files, f.Limits) = (disk, Limits));
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        using HeldWriter held = HeldWriter.Hold(fixture.Log);
        Task<AppendResult>[] appends = [.. Enumerable.Range(0, 12).Select(_ => AppendAsync(partition))];
        int flushes = 0;
        disk.Before = (operation, path) =>
        {
            if (operation == "flush" && path.EndsWith(".journal", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref flushes);
            }
        };
        held.GoOn();

        await SucceedAsync(appends);
        Assert.Equal(1, flushes);
    }

    [Fact]
    public async Task What_is_journaled_stays_within_a_file_of_the_ring_however_much_goes_past_it()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Limits = Limits);
        Topic topic = await fixture.Log.Topics.CreateAsync(
            "t", 5, new Dictionary<string, string>(), CancellationToken.None);
        using HeldWriter held = HeldWriter.Hold(fixture.Log);

        // The first one is the largest, but the others bring more together.
        int[] order = [0, 0, 0, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4];
        Task<AppendResult>[] appends = [.. order.Select(index => AppendAsync(topic.Partitions[index]))];
        held.GoOn();

        await SucceedAsync(appends);
    }

    [Fact]
    public async Task Appends_that_stand_together_do_not_bring_into_the_journal_what_was_to_go_past_it()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Limits = Limits);
        Partition large = (await fixture.CreateTopicAsync("large")).Partitions[0];
        Partition other = (await fixture.CreateTopicAsync("other")).Partitions[0];
        using HeldWriter held = HeldWriter.Hold(fixture.Log);
        List<Task<AppendResult>> appends = [.. Enumerable.Range(0, 8).Select(_ => AppendAsync(large))];
        using RecordRun run = Appends.MakeRun(["together"]);
        AwaitedAppend[] together = [new() { Partition = large, Run = run }, new() { Partition = other, Run = run }];
        await fixture.Log.AppendTogetherAsync(together, CancellationToken.None);
        appends.AddRange(together.Select(append => append.Completion));
        held.GoOn();

        await SucceedAsync([.. appends]);
    }

    private static Task<AppendResult> AppendAsync(Partition partition) =>
        partition.AppendBatchAsync(Appends.MakeBatch(new string('x', ValueBytes)));

    private static async Task SucceedAsync(Task<AppendResult>[] appends)
    {
        AppendResult[] results = await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(results, result => Assert.Equal(AppendError.None, result.Error));
    }

    /// <summary>The writer stands still, so that appends gather, until it is told to go on.</summary>
    private sealed class HeldWriter : WriterCommand, IDisposable
    {
        private readonly ManualResetEventSlim _isHeld = new();
        private readonly ManualResetEventSlim _goesOn = new();

        public static HeldWriter Hold(LogDirectory log)
        {
            var held = new HeldWriter();
            Assert.True(log.Inbox.TryAdd(held));
            Assert.True(held._isHeld.Wait(TimeSpan.FromSeconds(60)));
            return held;
        }

        public void GoOn() => _goesOn.Set();

        public override void ExecuteOnWriter(LogWriter writer)
        {
            _isHeld.Set();
            _goesOn.Wait(TimeSpan.FromSeconds(60));
        }

        public override void ExecuteOnFlusher(Flusher flusher)
        {
        }

        public void Dispose()
        {
            _isHeld.Dispose();
            _goesOn.Dispose();
        }
    }
}
