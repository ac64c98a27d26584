using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

public sealed class SpaceTests
{
    private const long MiB = 1024 * 1024;
    private static readonly string Kilobyte = new('x', 1000);

    [Fact]
    public async Task Drop_oldest_stays_within_the_budget_and_declares_what_it_drops()
    {
        await using LogFixture fixture = await OpenAsync(new SmallDisk(256 * MiB), SpaceShare.OfBytes(22 * MiB));
        Partition partition = await CreateAsync(fixture, "t", "drop-oldest");
        await FillAsync(partition, 12_000);

        Assert.True(fixture.Log.Statistics.UsedBytes <= 22 * MiB);
        Assert.True(fixture.Files.MeasureUsed(fixture.Path) <= 22 * MiB + 256 * 1024);
        Assert.True(partition.LogStartOffset.Value > 0);
        Assert.Equal(12_000, partition.HighWatermark.Value);
        await AssertProvenAsync(fixture, "t", account => Assert.Equal(account.Received - account.Stored, account.Lost));
        Assert.All(fixture.Log.Gaps.Read("t"), gap => Assert.Equal(GapReason.Overflow, gap.Reason));
    }

    [Fact]
    public async Task Refuse_drops_nothing_and_takes_appends_again_once_there_is_room()
    {
        var disk = new SmallDisk(256 * MiB);
        await using LogFixture fixture = await OpenAsync(disk, SpaceShare.OfBytes(22 * MiB));
        Partition partition = await CreateAsync(fixture, "t", "refuse");
        long taken = await FillUntilRefusedAsync(partition);
        Assert.Equal(0, partition.LogStartOffset.Value);
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.True(fixture.Log.Statistics.IsFull);

        fixture.Log.Reconfigure(fixture.Options with { Path = fixture.Path, Budget = SpaceShare.OfBytes(40 * MiB) });
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(taken, (await partition.AppendAsync(Kilobyte)).BaseOffset.Value);
        Assert.False(fixture.Log.Statistics.IsFull);
        await AssertProvenAsync(fixture, "t", account => Assert.Equal(0, account.Lost));
    }

    [Fact]
    public async Task Protect_unmirrored_drops_what_the_mirror_has_and_then_refuses()
    {
        await using LogFixture fixture = await OpenAsync(new SmallDisk(256 * MiB), SpaceShare.OfBytes(22 * MiB));
        Partition partition = await CreateAsync(fixture, "t", "protect-unmirrored");
        fixture.Log.Mirrors.Declare("central", topic => topic.Name == "t");
        fixture.Log.Mirrors.SetReady("central");
        await FillUntilRefusedAsync(partition);
        Assert.Equal(0, partition.LogStartOffset.Value);

        fixture.Log.Mirrors.Confirm("central", partition, new Offset(1000));
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(AppendError.None, (await partition.AppendAsync(Kilobyte)).Error);
        await FillUntilRefusedAsync(partition);
        Assert.InRange(partition.LogStartOffset.Value, 1, 1000);
        await AssertProvenAsync(fixture, "t", account => Assert.Equal(0, account.Lost));
        Assert.All(fixture.Log.Gaps.Read("t"), gap => Assert.Equal(GapReason.Mirrored, gap.Reason));
    }

    [Fact]
    public async Task A_mirror_that_selects_a_topic_and_told_no_position_protects_all_of_it_until_it_is_released()
    {
        await using LogFixture fixture = await OpenAsync(new SmallDisk(256 * MiB), SpaceShare.OfBytes(22 * MiB));
        Partition partition = await CreateAsync(fixture, "t", "protect-unmirrored");
        fixture.Log.Mirrors.Declare("central", _ => true);
        fixture.Log.Mirrors.SetReady("central");
        fixture.Log.Mirrors.Declare("archive", _ => true);
        fixture.Log.Mirrors.SetReady("archive");
        long taken = await FillUntilRefusedAsync(partition);
        fixture.Log.Mirrors.Confirm("central", partition, new Offset(taken));
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(0, partition.LogStartOffset.Value);

        fixture.Log.Mirrors.Release("archive");
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.True(partition.LogStartOffset.Value > 0);
        Assert.Equal(AppendError.None, (await partition.AppendAsync(Kilobyte)).Error);
    }

    [Fact]
    public async Task Mirrored_data_goes_before_unmirrored_and_lower_priority_before_higher()
    {
        await using LogFixture fixture = await OpenAsync(new SmallDisk(256 * MiB), SpaceShare.OfBytes(30 * MiB));
        Partition mirrored = await CreateAsync(fixture, "mirrored", "protect-unmirrored", "9");
        Partition low = await CreateAsync(fixture, "low", "drop-oldest", "1");
        Partition high = await CreateAsync(fixture, "high", "drop-oldest", "2");
        fixture.Log.Mirrors.Declare("central", topic => topic.Name == "mirrored");
        fixture.Log.Mirrors.SetReady("central");
        await FillAsync(high, 1500);
        await FillAsync(low, 1500);
        await FillAsync(mirrored, 1500);
        fixture.Log.Mirrors.Confirm("central", mirrored, new Offset(1500));
        List<OverflowChoice> choices = [.. new[] { MiB, 2 * MiB, 4 * MiB }.Select(bytes =>
            OverflowChoice.Make(fixture.Log.Topics.Snapshot.Values, fixture.Log.Mirrors, bytes))];

        Assert.Equal([mirrored], choices[0].Drops.Select(drop => drop.Partition));
        Assert.Equal([mirrored, low], choices[1].Drops.Select(drop => drop.Partition));
        Assert.Equal([mirrored, low, high], choices[2].Drops.Select(drop => drop.Partition));
    }

    [Fact]
    public async Task When_only_active_segments_remain_they_are_rolled()
    {
        await using LogFixture fixture = await OpenAsync(new SmallDisk(256 * MiB), SpaceShare.OfBytes(24 * MiB));
        Topic topic = await fixture.CreateTopicAsync("t");
        await FillAsync(topic.Partitions[0], 12_000);
        Assert.True(topic.Partitions[0].LogStartOffset.Value > 0);
        await AssertProvenAsync(fixture, "t", account => Assert.True(account.Lost > 0));
    }

    [Fact]
    public async Task Active_segments_are_rolled_and_go_also_when_others_left_no_room_for_a_new_one()
    {
        var disk = new SmallDisk(256 * MiB);
        await using LogFixture fixture = await OpenAsync(disk, SpaceShare.OfPercent(70));
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await FillAsync(partition, 12_000);
        Assert.Empty(partition.Snapshot.Sealed);
        disk.OthersBytes += disk.FreeBytes - (64 * 1024);
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);

        Assert.Equal(12_000, partition.LogStartOffset.Value);
        Assert.Equal(AppendError.None, (await partition.AppendAsync(Kilobyte)).Error);
        await AssertProvenAsync(fixture, "t", account => Assert.Equal(12_000, account.Lost));
    }

    [Fact]
    public void What_was_taken_by_force_and_not_used_may_be_taken_again()
    {
        var space = new SpaceLedger(SpaceShare.OfPercent(70), SpaceShare.OfBytes(MiB));
        space.MeasureUsed(MiB, 0);
        space.Measure(new FilesystemSpace(256 * MiB, 0));
        for (int i = 0; i < 1_000; i++)
        {
            Assert.True(space.TryForce(MiB / 8));
            space.ReleaseForced(MiB / 8);
        }
    }

    [Fact]
    public async Task A_repair_lets_nothing_go_however_little_room_there_is()
    {
        var disk = new SmallDisk(256 * MiB);
        await using LogFixture fixture = await OpenAsync(disk, SpaceShare.OfPercent(70));
        await FillAsync(await CreateAsync(fixture, "t", "drop-oldest"), 2_000);
        disk.FillUp();
        await fixture.Log.DisposeAsync();
        fixture.Options = LogRepair.OptionsOf(fixture.Path);

        await fixture.OpenLogAsync();
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(2_000, fixture.Partition("t").ReadAll().Count);
    }

    [Fact]
    public async Task Another_process_that_fills_the_disk_to_the_last_byte_costs_old_data_and_no_append()
    {
        var disk = new SmallDisk(64 * MiB);
        await using LogFixture fixture = await OpenAsync(disk, SpaceShare.OfPercent(70));
        Partition partition = await CreateAsync(fixture, "t", "drop-oldest");
        await FillAsync(partition, 4_000);
        disk.FillUp();
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);

        Assert.True(partition.LogStartOffset.Value > 0);
        Assert.True(disk.FreeBytes >= fixture.Log.Statistics.ReserveBytes);
        Assert.Equal(AppendError.None, (await partition.AppendAsync(Kilobyte)).Error);
        await AssertProvenAsync(fixture, "t", account => Assert.Equal(account.Received - account.Stored, account.Lost));
    }

    [Fact]
    public async Task On_a_disk_without_a_free_byte_internal_topics_go_on_and_a_restart_finds_everything()
    {
        var disk = new SmallDisk(64 * MiB);
        await using LogFixture fixture = await OpenAsync(disk, SpaceShare.OfPercent(70));
        Partition partition = await CreateAsync(fixture, "t", "refuse");
        await FillAsync(partition, 1_000);
        disk.FillUp();
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(AppendError.StorageFull, (await partition.AppendBatchAsync(LargeBatch())).Error);
        fixture.Log.Gaps.CountRefused("t", 3);
        await fixture.Log.Gaps.FlushRefusedAsync(CancellationToken.None);

        await fixture.ReopenAsync();
        Assert.Equal(1_000, fixture.Partition("t").ReadAll().Count);
        Assert.Equal(3, Assert.Single(fixture.Log.Gaps.Read("t")).Count);
        await AssertProvenAsync(fixture, "t", account => Assert.Equal(1_003, account.Received));
        disk.OthersBytes = 0;
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        Assert.Equal(AppendError.None, (await fixture.Partition("t").AppendBatchAsync(LargeBatch())).Error);
    }

    [Fact]
    public async Task A_roll_in_the_middle_of_a_group_reserves_for_all_that_is_still_to_come()
    {
        await using LogFixture fixture = await OpenAsync(new SmallDisk(256 * MiB), SpaceShare.OfPercent(70));
        Partition partition = await CreateAsync(fixture, "t", "refuse");
        await FillAsync(partition, 2_000);
        foreach (SealedSegment segment in partition.Snapshot.Sealed)
        {
            Assert.Equal(segment.SizeBytes, new FileInfo(segment.LogPath).Length);
        }

        ActiveSegment active = partition.Snapshot.Active;
        Assert.True(SystemCalls.AllocatedBytes(active.File.Path) >= active.WrittenPosition);
    }

    private static byte[] LargeBatch() => Appends.MakeBatch(new string('x', 900_000));

    private static Task<LogFixture> OpenAsync(SmallDisk disk, SpaceShare budget) => LogFixture.OpenAsync(fixture =>
    {
        disk.Root = fixture.Path;
        fixture.Files = disk;
        fixture.Time = new FakeTime();
        fixture.Options = fixture.Options with { Budget = budget };
    });

    private static async Task<Partition> CreateAsync(
        LogFixture fixture, string name, string overflow, string priority = "0") =>
        (await fixture.CreateTopicAsync(
            name,
            ("segment.bytes", "256KiB"),
            ("edgelog.overflow", overflow),
            ("edgelog.priority", priority))).Partitions[0];

    private static async Task FillAsync(Partition partition, int records)
    {
        string[] values = [.. Enumerable.Repeat(Kilobyte, 50)];
        for (int i = 0; i < records; i += values.Length)
        {
            Assert.Equal(AppendError.None, (await partition.AppendAsync(values)).Error);
        }
    }

    private static async Task<long> FillUntilRefusedAsync(Partition partition)
    {
        string[] values = [.. Enumerable.Repeat(Kilobyte, 50)];
        AppendResult result;
        do
        {
            result = await partition.AppendAsync(values);
        }
        while (result.Error == AppendError.None);
        Assert.Equal(AppendError.StorageFull, result.Error);
        return partition.HighWatermark.Value;
    }

    private static async Task AssertProvenAsync(LogFixture fixture, string topic, Action<TopicAccount> check)
    {
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(
            fixture.Log.Topics.Find(topic)!, CancellationToken.None);
        Assert.Equal(0, account.Unexplained);
        Assert.Empty(account.UnexplainedRanges);
        check(account);
    }
}
