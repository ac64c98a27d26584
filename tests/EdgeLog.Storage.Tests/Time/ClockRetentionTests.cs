using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class ClockRetentionTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(10, nameof(ClockSource.Synchronised))]
    [InlineData(10, nameof(ClockSource.KeptRunning))]
    [InlineData(10, nameof(ClockSource.None))]
    [InlineData(-10, nameof(ClockSource.Synchronised))]
    [InlineData(-10, nameof(ClockSource.KeptRunning))]
    [InlineData(-10, nameof(ClockSource.None))]
    public async Task A_jump_by_ten_years_at_run_time_deletes_nothing_early_and_pins_nothing(int years, string source)
    {
        var machine = new FakeMachine { Source = Enum.Parse<ClockSource>(source) };
        await using LogFixture fixture = await machine.OpenAsync();
        await FillAsync(fixture, "2h");
        machine.Time.SetWallClock(machine.Time.GetUtcNow().AddYears(years));
        await AssertAgesAsync(fixture, machine);
    }

    [Theory]
    [InlineData(10, nameof(ClockSource.Synchronised))]
    [InlineData(10, nameof(ClockSource.KeptRunning))]
    [InlineData(10, nameof(ClockSource.None))]
    [InlineData(-10, nameof(ClockSource.Synchronised))]
    [InlineData(-10, nameof(ClockSource.KeptRunning))]
    [InlineData(-10, nameof(ClockSource.None))]
    public async Task A_jump_by_ten_years_at_boot_deletes_nothing_early_and_pins_nothing(int years, string source)
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await FillAsync(fixture, "2h");
        await fixture.Log.DisposeAsync();
        machine.Source = Enum.Parse<ClockSource>(source);
        machine.Reboot(TimeSpan.FromMinutes(1), machine.Time.GetUtcNow().AddYears(years));
        await fixture.OpenLogAsync();
        await AssertAgesAsync(fixture, machine);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Files_whose_times_are_years_off_are_neither_deleted_early_nor_kept_for_ever(int years)
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await FillAsync(fixture, "2h");
        await fixture.Log.DisposeAsync();
        foreach (string path in Directory.GetFiles(Path.Combine(fixture.Path, "t-0")))
        {
            File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddYears(years));
        }

        await fixture.OpenLogAsync();
        await AssertAgesAsync(fixture, machine);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Not_even_a_lost_clock_file_and_a_wrong_clock_together_delete_early(int years)
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await FillAsync(fixture, "2h");
        await fixture.Log.DisposeAsync();
        File.Delete(Path.Combine(fixture.Path, "clock"));
        machine.Reboot(TimeSpan.FromMinutes(1), machine.Time.GetUtcNow().AddYears(years));
        await fixture.OpenLogAsync();
        await AssertAgesAsync(fixture, machine);
    }

    [Fact]
    public async Task The_time_the_gateway_was_off_counts_once_it_is_known()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await FillAsync(fixture, "2h");
        await fixture.Log.DisposeAsync();
        DateTimeOffset truth = machine.Time.GetUtcNow() + (3 * Hour);
        machine.Source = ClockSource.None;
        machine.Reboot(3 * Hour, DateTimeOffset.UnixEpoch);
        await fixture.OpenLogAsync();
        await KeepHouseAsync(fixture);
        Assert.Equal(0, fixture.Partition("t").LogStartOffset.Value);
        machine.Source = ClockSource.Synchronised;
        machine.Time.SetWallClock(truth);
        await KeepHouseAsync(fixture);
        Assert.True(fixture.Partition("t").LogStartOffset.Value > 0);
    }

    [Fact]
    public async Task A_record_from_the_future_pins_nothing()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync(
            "t", ("segment.bytes", "65536"), ("retention.ms", "2h"));
        using RecordRun run = Appends.MakeRun(["future"], timestampMs: 4_000_000_000_000);
        var request = new AwaitedAppend { Run = run };
        await topic.Partitions[0].AppendAsync(request, CancellationToken.None);
        Assert.Equal(AppendError.None, (await request.Completion).Error);
        await FillAsync(topic.Partitions[0]);
        await AssertAgesAsync(fixture, machine);
    }

    [Fact]
    public async Task A_leap_of_the_clock_makes_no_producer_forgotten()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t");
        var producer = new RecordProducer(7, 0, 0);
        await fixture.Partition("t").AppendBatchAsync(Appends.MakeBatch(producer, "a"));
        machine.Time.SetWallClock(machine.Time.GetUtcNow().AddYears(10));
        await fixture.ReopenAsync();
        AppendResult repeat = await fixture.Partition("t").AppendBatchAsync(Appends.MakeBatch(producer, "a"));
        Assert.Equal((AppendError.None, new Offset(0)), (repeat.Error, repeat.BaseOffset));
        Assert.Equal(["a"], fixture.Partition("t").ReadValues());
    }

    private static async Task AssertAgesAsync(LogFixture fixture, FakeMachine machine)
    {
        Partition partition = fixture.Partition("t");
        Assert.NotEmpty(partition.Snapshot.Sealed);
        for (int i = 0; i < 11; i++)
        {
            await KeepHouseAsync(fixture);
            Assert.Equal(0, partition.LogStartOffset.Value);
            machine.Time.Advance(TimeSpan.FromMinutes(10));
        }

        machine.Time.Advance(TimeSpan.FromMinutes(30));
        await KeepHouseAsync(fixture);
        Assert.True(partition.LogStartOffset.Value > 0, "an old segment is pinned");
        machine.Time.Advance(3 * Hour);
        await KeepHouseAsync(fixture);
        machine.Time.Advance(3 * Hour);
        await KeepHouseAsync(fixture);
        Assert.Equal(partition.HighWatermark, partition.LogStartOffset);
    }

    private static Task KeepHouseAsync(LogFixture fixture) =>
        fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);

    private static async Task FillAsync(LogFixture fixture, string retention)
    {
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"), ("retention.ms", retention));
        await FillAsync(topic.Partitions[0]);
    }

    private static async Task FillAsync(Partition partition)
    {
        for (int i = 0; i < 200; i++)
        {
            await FakeMachine.AppendAsync(partition, $"{i} " + new string('x', 1000));
        }
    }
}
