using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

/// <summary>What the flusher does in which order, seen from the disk.</summary>
public sealed class FlusherTests
{
    [Fact]
    public async Task A_roll_is_flushed_before_a_marker_of_the_same_group_counts_it()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        Partition other = (await fixture.CreateTopicAsync("other")).Partitions[0];
        await partition.AppendAsync("a", "b");

        // While the flusher is held up, a roll and a checkpoint gather for the next group.
        using var isHeld = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        using var checkpointed = new ManualResetEventSlim();
        string old = partition.Snapshot.Active.File.Path;
        disk.Before = (operation, path) =>
        {
            if (operation == "flush" && path.EndsWith(".journal", StringComparison.Ordinal) && !isHeld.IsSet)
            {
                isHeld.Set();
                goesOn.Wait(TimeSpan.FromSeconds(30));
            }
            else if (operation == "open" && path.EndsWith("checkpoint.new", StringComparison.Ordinal))
            {
                checkpointed.Set();
            }
            else if (operation == "flush" && path == old && goesOn.IsSet)
            {
                // A marker handed on before this would be in the checkpoint now, and the power goes.
                if (checkpointed.Wait(TimeSpan.FromMilliseconds(300)))
                {
                    disk.StopPower();
                }
            }
        };
        Task<AppendResult> held = other.AppendAsync("x");
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(30)));
        var save = new SaveCommand();
        fixture.Log.Inbox.TryAdd(new RollCommand(fixture.MakeContext(), partition));
        fixture.Log.Inbox.TryAdd(save);
        goesOn.Set();

        Assert.Equal(AppendError.None, (await held).Error);
        await save.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        await fixture.OpenLogAsync();
        Assert.Equal(["a", "b"], fixture.Partition("t").ReadValues());
        Assert.Equal(2, fixture.Partition("t").Snapshot.Active.BaseOffset);
    }

    [Fact]
    public async Task Who_was_told_is_not_told_again_when_something_fails_behind()
    {
        var disk = new FaultyDisk();
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => (f.Files, f.Time) = (disk, time));
        Partition weak = (await fixture.CreateTopicAsync(
            "weak", ("flush.messages", "1000"), ("flush.ms", "5s"))).Partitions[0];
        Partition durable = (await fixture.CreateTopicAsync("durable")).Partitions[0];
        Assert.Equal(AppendError.None, (await weak.AppendAsync("w")).Error);

        // The weak topic's flush falls due while the group is being flushed, and fails when the group is done.
        disk.Before = (operation, path) =>
        {
            if (operation == "flush" && path.EndsWith(".journal", StringComparison.Ordinal))
            {
                time.Advance(TimeSpan.FromSeconds(6));
            }
            else if (operation == "flush" && path.Contains("/weak-0/", StringComparison.Ordinal))
            {
                throw new IOException("Input/output error (injected)");
            }
        };
        using RecordRun run = Appends.MakeRun(["d"]);
        var append = new CountingAppend { Run = run };
        await durable.AppendAsync(append, CancellationToken.None);
        await Assert.ThrowsAsync<StorageException>(() => fixture.Log.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        await append.Told.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([AppendError.None], append.Outcomes);
        Assert.Equal(AppendError.StorageFailed, (await durable.AppendAsync("e")).Error);
        Assert.Equal([AppendError.None], append.Outcomes);
    }

    [Fact]
    public async Task A_flush_that_fails_while_the_next_group_rolls_the_segment_ends_both_groups()
    {
        LogLimits limits = LogLimits.Default with { GroupBytes = 16 * 1024, BypassBytes = 4 * 1024 };
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => (f.Files, f.Limits) = (disk, limits));
        Partition partition = (await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"))).Partitions[0];
        byte[] batch = Appends.MakeBatch(new string('x', 10_000));
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(AppendError.None, (await partition.AppendBatchAsync(batch)).Error);
        }

        using var isHeld = new ManualResetEventSlim();
        using var isRolled = new ManualResetEventSlim();
        string active = partition.Snapshot.Active.File.Path;
        disk.Before = (operation, path) =>
        {
            if (operation == "open" && path.EndsWith(".log", StringComparison.Ordinal))
            {
                isRolled.Set();
            }
            else if (operation == "flush" && path == active)
            {
                isHeld.Set();
                Assert.True(isRolled.Wait(TimeSpan.FromSeconds(60)));
                throw new IOException("Input/output error (injected)");
            }
        };
        List<Task<AppendResult>> lost = [partition.AppendBatchAsync(batch)];
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(60)));
        lost.AddRange(Enumerable.Range(0, 3).Select(_ => partition.AppendBatchAsync(batch)));

        AppendResult[] results = await Task.WhenAll(lost).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(results, result => Assert.Equal(AppendError.StorageFailed, result.Error));
        Assert.Equal(5, partition.HighWatermark.Value);
        await Assert.ThrowsAsync<StorageException>(() => fixture.Log.Completion.WaitAsync(TimeSpan.FromSeconds(60)));
        disk.Before = null;
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        await fixture.OpenLogAsync();
        Assert.Equal(5, fixture.Partition("t").ReadValues().Count);
        Assert.Empty(fixture.Log.Recovery.Findings);
        Assert.Equal(new Offset(5), (await fixture.Partition("t").AppendBatchAsync(batch)).BaseOffset);
    }

    private sealed class CountingAppend : AppendRequest
    {
        private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<AppendError> _outcomes = [];

        public Task Told => _told.Task;

        public AppendError[] Outcomes
        {
            get
            {
                lock (_outcomes)
                {
                    return [.. _outcomes];
                }
            }
        }

        protected override void OnCompleted(in AppendResult result)
        {
            lock (_outcomes)
            {
                _outcomes.Add(result.Error);
            }

            _told.TrySetResult();
        }
    }
}
