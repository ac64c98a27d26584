using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Records_of_a_topic_with_deferred_flushes_are_readable_when_they_are_flushed()
    {
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Time = time);
        Partition partition = (await fixture.CreateTopicAsync(
            "t", ("flush.messages", "1000"), ("flush.ms", "5s"))).Partitions[0];
        Assert.Equal(AppendError.None, (await partition.AppendAsync("a")).Error);
        Assert.Equal(0, partition.HighWatermark.Value);

        Task moved = NextMove(partition);
        time.Advance(TimeSpan.FromSeconds(6));
        await moved.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["a"], partition.ReadValues());
        Assert.Equal(1, fixture.Log.Statistics.DeferredRecords);
    }

    [Fact]
    public async Task Flush_messages_counts()
    {
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Time = time);
        Partition partition = (await fixture.CreateTopicAsync("t", ("flush.messages", "3"))).Partitions[0];
        await partition.AppendAsync("a", "b");
        Assert.Equal(0, partition.HighWatermark.Value);
        await partition.AppendAsync("c");
        Assert.Equal(3, partition.HighWatermark.Value);
    }

    [Fact]
    public async Task A_full_disk_is_a_refusal_and_appends_go_on_when_there_is_room_again()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a");
        disk.IsFull = true;
        AppendResult refused = await partition.AppendBatchAsync(Appends.MakeBatch(new string('x', 500_000)));
        Assert.Equal(AppendError.StorageFull, refused.Error);
        disk.IsFull = false;
        Assert.Equal(new Offset(1), (await partition.AppendAsync("b")).BaseOffset);
        Assert.Equal(["a", "b"], partition.ReadValues());
        Assert.False(fixture.Log.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_disk_that_is_full_at_a_roll_refuses_nothing_that_was_admitted()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"))).Partitions[0];
        Partition other = (await fixture.CreateTopicAsync("other")).Partitions[0];
        string value = new('x', 20_000);
        await partition.AppendAsync(value);
        await partition.AppendAsync(value);

        // Four batches in one group: the second does not fit the segment, and in a new one there is room for it alone.
        using var isHeld = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        disk.Before = (operation, path) =>
        {
            if (operation == "flush" && path.EndsWith(".journal", StringComparison.Ordinal) && !isHeld.IsSet)
            {
                isHeld.Set();
                goesOn.Wait(TimeSpan.FromSeconds(30));
            }
        };
        Task<AppendResult> held = other.AppendAsync("held");
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(30)));
        Task<AppendResult>[] group =
            [.. Enumerable.Range(0, 4).Select(_ => partition.AppendBatchAsync(Appends.MakeBatch(value)))];
        disk.RoomBytes = 59_000;
        goesOn.Set();

        Assert.Equal(AppendError.None, (await held).Error);
        Assert.All(await Task.WhenAll(group), result => Assert.Equal(AppendError.None, result.Error));
        Assert.Equal(AppendError.StorageFull, (await partition.AppendBatchAsync(
            Appends.MakeBatch(new string('y', 300_000)))).Error);
        Assert.False(fixture.Log.Completion.IsCompleted);
        disk.RoomBytes = null;
        await partition.AppendAsync("z");
        Assert.Equal([.. Enumerable.Repeat(value, 6), "z"], partition.ReadValues());
    }

    [Fact]
    public async Task A_failed_flush_is_final_and_everybody_is_told()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        disk.FaultAt = disk.Operations + 1;
        Assert.Equal(AppendError.StorageFailed, (await partition.AppendAsync("a")).Error);
        Assert.Equal(AppendError.StorageFailed, (await partition.AppendAsync("b")).Error);
        await Assert.ThrowsAsync<StorageException>(() => fixture.Log.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Appends_that_stand_or_fall_together_are_refused_together()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition first = (await fixture.CreateTopicAsync("first")).Partitions[0];
        Partition second = (await fixture.CreateTopicAsync("second", ("max.message.bytes", "1000"))).Partitions[0];
        using RecordRun small = Appends.MakeRun(["a"]);
        using RecordRun large = Appends.MakeRun([new string('x', 2000)]);
        AwaitedAppend[] refused = [new() { Partition = first, Run = small }, new() { Partition = second, Run = large }];
        await fixture.Log.AppendTogetherAsync(refused, CancellationToken.None);
        Assert.Equal(AppendError.MessageTooLarge, (await refused[0].Completion).Error);
        Assert.Equal(0, first.HighWatermark.Value);

        AwaitedAppend[] taken = [new() { Partition = first, Run = small }, new() { Partition = second, Run = small }];
        await fixture.Log.AppendTogetherAsync(taken, CancellationToken.None);
        Assert.All(taken, append => Assert.Equal(AppendError.None, append.Completion.Result().Error));
        Assert.Equal(["a"], second.ReadValues());
    }

    [Fact]
    public async Task A_batch_larger_than_a_journal_file_never_joins_a_set_of_its_partition()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(
            f => (f.Files, f.Limits) = (disk, RotTemplate.SmallLimits));
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        Partition other = (await fixture.CreateTopicAsync("other")).Partitions[0];
        using var isHeld = new ManualResetEventSlim();
        using var goesOn = new ManualResetEventSlim();
        disk.Before = (operation, path) =>
        {
            if (operation == "flush" && path.EndsWith(".journal", StringComparison.Ordinal) && !isHeld.IsSet)
            {
                isHeld.Set();
                goesOn.Wait(TimeSpan.FromSeconds(60));
            }
        };
        Task<AppendResult> held = other.AppendAsync("held");
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(60)));
        using RecordRun run = Appends.MakeRun(["a"]);
        AwaitedAppend[] set = [new() { Partition = partition, Run = run }, new() { Partition = other, Run = run }];
        await fixture.Log.AppendTogetherAsync(set, CancellationToken.None);
        Task<AppendResult> large = partition.AppendBatchAsync(Appends.MakeBatch(new string('x', 100_000)));
        goesOn.Set();

        Assert.Equal(AppendError.None, (await held).Error);
        Assert.Equal(AppendError.None, (await set[1].Completion).Error);
        Assert.Equal(new Offset(1), (await large).BaseOffset);
        Assert.Equal(AppendError.None, (await partition.AppendAsync("z")).Error);
    }

    [Fact]
    public async Task An_unclean_stop_raises_the_leader_epoch_and_old_epochs_end_where_they_ended()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a", "b");
        LeaderEpoch before = partition.LeaderEpoch;
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new Random(3));
        await fixture.OpenLogAsync();
        partition = fixture.Partition("t");
        await partition.AppendAsync("c");

        Assert.Equal(before.Value + 1, partition.LeaderEpoch.Value);
        Assert.Equal((before, new Offset(2)), partition.EndOffsetFor(before));
        Assert.Equal((partition.LeaderEpoch, new Offset(3)), partition.EndOffsetFor(partition.LeaderEpoch));
        await fixture.ReopenAsync();
        Assert.Equal((before, new Offset(2)), fixture.Partition("t").EndOffsetFor(before));
    }

    private static Task NextMove(Partition partition)
    {
        var moved = new MoveSignal();
        partition.AddListener(moved);
        return moved.Task;
    }

    private sealed class MoveSignal : TaskCompletionSource, IHighWatermarkListener
    {
        public void OnHighWatermarkMoved(Partition partition) => TrySetResult();
    }
}
