using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class TimeLookupTests
{
    private const long Shift = 40_000_000_000;

    [Theory]
    [InlineData(Shift)]
    [InlineData(-60_000)]
    public async Task Offsets_are_found_by_corrected_times(long shift)
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        Partition partition = topic.Partitions[0];
        await FillAsync(machine, partition);
        await fixture.Log.DisposeAsync();
        machine.Source = ClockSource.None;
        machine.Reboot(TimeSpan.FromMinutes(1), DateTimeOffset.UnixEpoch);
        await fixture.OpenLogAsync();
        partition = fixture.Partition("t");
        long given = partition.Clock.Stamp().TimestampMs;
        await FillAsync(machine, partition);
        machine.Source = ClockSource.Synchronised;
        machine.Time.SetWallClock(
            DateTimeOffset.FromUnixTimeMilliseconds(partition.Clock.Stamp().TimestampMs + shift));
        machine.Time.Advance(TimeSpan.FromHours(2));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.True(fixture.Log.Clock.Status.IsTrusted);
        await FillAsync(machine, partition);

        List<long> times = FakeMachine.Times(partition);
        Assert.Equal(given + shift, times[200]);
        foreach (long asked in (long[])[
            0, times[0], times[0] + 1, times[199], times[199] + 1, times[200] - 1, times[200], times[200] + 1,
            times[350], times[399], times[399] + 1, times[400], times[599], times[599] + 1])
        {
            int expected = times.FindIndex(time => time >= asked);
            TimestampedOffset? found = partition.FindByTimestamp(asked);
            Assert.Equal(
                expected < 0 ? null : new TimestampedOffset(new Offset(expected), times[expected]), found);
        }

        long latest = times.Max();
        Assert.Equal(
            new TimestampedOffset(new Offset(times.IndexOf(latest)), latest), partition.FindMaxTimestamp());
    }

    [Fact]
    public async Task A_look_up_that_is_overtaken_by_a_roll_finds_what_the_rolled_segment_holds()
    {
        const long start = 1_760_000_000_000;
        var disk = new UnreadableDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        Partition partition = topic.Partitions[0];
        string filler = new('x', 1000);
        for (int i = 0; partition.Snapshot.Sealed.IsEmpty; i++)
        {
            await partition.AppendAsync(filler);
        }

        long offset = partition.HighWatermark.Value;
        await AppendAtAsync(partition, start);
        int isRolled = 0;
        disk.Fails = (path, _, _) =>
        {
            // The look-up has come to the sealed segment: the active one is sealed before it gets there.
            bool isFirst = path == partition.Snapshot.Sealed[0].LogPath && Interlocked.Exchange(ref isRolled, 1) == 0;
            for (int i = 0; isFirst && i < 100; i++)
            {
                partition.AppendAsync(filler).Result();
            }

            return false;
        };
        Assert.Equal(new TimestampedOffset(new Offset(offset), start), partition.FindByTimestamp(start));
        Assert.Equal(1, isRolled);
        Assert.True(partition.Snapshot.Sealed.Length > 1);
    }

    private static async Task AppendAtAsync(Partition partition, long timestampMs)
    {
        using RecordRun run = Appends.MakeRun(["at that time"], timestampMs);
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        Assert.Equal(AppendError.None, (await request.Completion).Error);
    }

    [Fact]
    public async Task The_latest_time_is_that_of_a_record_that_readers_see()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t", ("flush.messages", "2"))).Partitions[0];
        Assert.Null(partition.FindMaxTimestamp());
        long first = machine.NowMs;
        await FakeMachine.AppendAsync(partition, "a");
        Assert.Null(partition.FindMaxTimestamp());
        await FakeMachine.AppendAsync(partition, "b");
        machine.Time.SetWallClock(machine.Time.GetUtcNow().AddMilliseconds(10));
        await FakeMachine.AppendAsync(partition, "written, and not flushed");

        Assert.Equal(new Offset(2), partition.HighWatermark);
        Assert.Equal(new TimestampedOffset(new Offset(0), first), partition.FindMaxTimestamp());
    }

    private static async Task FillAsync(FakeMachine machine, Partition partition)
    {
        for (int i = 0; i < 200; i++)
        {
            await FakeMachine.AppendAsync(partition, $"{i} " + new string('x', 1000));
            machine.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
