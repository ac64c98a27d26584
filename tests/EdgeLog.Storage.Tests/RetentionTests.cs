using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

public sealed class RetentionTests
{
    [Fact]
    public async Task Segments_past_retention_bytes_go_oldest_first_and_the_log_start_moves()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.bytes", "100KiB"));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);

        long start = partition.LogStartOffset.Value;
        Assert.True(start > 0);
        Assert.True(partition.SizeBytes is >= 100 * 1024 and < 170 * 1024);
        Assert.Equal(ReadError.OffsetOutOfRange, partition.Read(new Offset(start - 1), new byte[1024]).Error);
        Assert.Equal(start, partition.ReadAll()[0].Offset);
        await fixture.ReopenAsync();
        Assert.Equal(start, fixture.Partition("t").LogStartOffset.Value);
    }

    [Fact]
    public async Task Segments_past_retention_ms_go_even_the_one_that_nothing_is_appended_to_any_more()
    {
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Time = time);
        Partition partition = await FillAsync(fixture, ("retention.ms", "1h"));
        time.Advance(TimeSpan.FromMinutes(59));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.Equal(0, partition.LogStartOffset.Value);
        time.Advance(TimeSpan.FromMinutes(2));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(62));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);

        Assert.Equal(partition.HighWatermark, partition.LogStartOffset);
        Assert.Equal(new Offset(400), (await partition.AppendAsync("next")).BaseOffset);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_deletes_nothing()
    {
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Time = time);
        Partition partition = await FillAsync(fixture, ("retention.ms", "1h"));
        time.SetWallClock(time.GetUtcNow().AddYears(10));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.Equal(0, partition.LogStartOffset.Value);
    }

    [Fact]
    public async Task A_segment_that_is_being_read_is_read_to_its_end_although_it_was_dropped()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.bytes", "65536"));
        PartitionSnapshot before = partition.Snapshot;
        Assert.True(SegmentView.TryOpen(before, 0, out SegmentView view));
        using (view)
        {
            await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
            Assert.False(File.Exists(before.Sealed[0].LogPath));
            Assert.Equal(RecordBatchHeader.Size, view.File.Read(new byte[RecordBatchHeader.Size], 0));
        }

        Assert.False(SegmentView.TryOpen(before, 0, out _));
    }

    [Fact]
    public async Task Segments_go_also_while_the_disk_has_no_room_to_save_where_the_log_starts()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f =>
        {
            f.Files = disk;
            f.Limits = LogLimits.Default with { DropSaveTime = TimeSpan.FromMilliseconds(1) };
        });
        Partition partition = await FillAsync(fixture, ("retention.bytes", "100KiB"));
        string first = partition.Snapshot.Sealed[0].LogPath;
        await fixture.Log.Gaps.PrepareAsync(CancellationToken.None);
        disk.Before = (operation, path) =>
        {
            if (operation == "open" && path.EndsWith("checkpoint.new", StringComparison.Ordinal))
            {
                throw new IOException("No space left on device (injected)", SmallDisk.NoSpace);
            }
        };
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(File.Exists(first));
        Assert.False(fixture.Log.Completion.IsCompleted);
        Assert.Equal(AppendError.None, (await partition.AppendAsync("goes on")).Error);
        disk.Before = null;
        await fixture.ReopenAsync();
        partition = fixture.Partition("t");
        Assert.True(partition.LogStartOffset > Offset.Zero);
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(partition.Topic, CancellationToken.None);
        Assert.Equal((0, partition.LogStartOffset.Value), (account.Unexplained, account.Removed));
    }

    [Fact]
    public async Task A_segment_is_rolled_when_it_is_old()
    {
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Time = time);
        Partition partition = (await fixture.CreateTopicAsync("t", ("segment.ms", "1h"))).Partitions[0];
        await partition.AppendAsync("a");
        time.Advance(TimeSpan.FromMinutes(61));
        await partition.AppendAsync("b");
        Assert.Single(partition.Snapshot.Sealed);
        Assert.Equal(["a", "b"], partition.ReadValues());
    }

    private static async Task<Partition> FillAsync(LogFixture fixture, (string, string) setting)
    {
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"), setting);
        for (int i = 0; i < 400; i++)
        {
            await topic.Partitions[0].AppendAsync($"{i} " + new string('x', 1000));
        }

        return topic.Partitions[0];
    }
}
