using EdgeLog.Records;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Storage.Tests;

public sealed class UntrustedTimeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_trusted_clock_leaves_no_mark()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await FakeMachine.AppendAsync(partition, "a");
        Assert.Equal(TimeTrust.Trusted, Assert.Single(FakeMachine.Served(partition)).TimeTrust);
        Assert.Equal([machine.NowMs], FakeMachine.Times(partition));
        Assert.True(fixture.Log.Clock.Status.IsTrusted);
    }

    [Fact]
    public async Task Without_a_real_time_clock_times_go_on_from_the_last_known_and_are_corrected_once_it_is_set()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t");
        await FakeMachine.AppendAsync(fixture.Partition("t"), "before");
        long before = machine.NowMs;
        await RebootAsync(fixture, machine, off: 3 * Day, DateTimeOffset.UnixEpoch);
        Assert.Contains("no real-time clock", fixture.Log.Clock.Status.Reason!, StringComparison.Ordinal);
        Partition partition = fixture.Partition("t");
        await FakeMachine.AppendAsync(partition, "first");
        machine.Time.Advance(TimeSpan.FromMinutes(7));
        await FakeMachine.AppendAsync(partition, "second");
        Assert.Equal([before, before, before + 420_000], FakeMachine.Times(partition));
        Assert.Equal([0, 1, 1], FakeMachine.Served(partition).Select(batch => (int)batch.TimeTrust));
        byte[] stored = Stored(partition);

        long truth = before + (long)(3 * Day).TotalMilliseconds + 20_000;
        await SynchroniseAsync(fixture, machine, truth + 420_000);
        Assert.Equal([before, truth, truth + 420_000], FakeMachine.Times(partition));
        Assert.All(FakeMachine.Served(partition), batch => Assert.Equal(TimeTrust.Trusted, batch.TimeTrust));
        Assert.Equal(stored, Stored(partition));
        Assert.True(fixture.Log.Clock.Status.IsTrusted);
        await fixture.ReopenAsync();
        Assert.Equal([before, truth, truth + 420_000], FakeMachine.Times(fixture.Partition("t")));
    }

    [Fact]
    public async Task Trusted_and_untrusted_times_never_share_a_batch()
    {
        var machine = new FakeMachine { Source = ClockSource.None };
        await using LogFixture fixture = await machine.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        using RecordRun run = RecordRun.Rent();
        FakeMachine.Write(run, partition, "1");
        FakeMachine.Write(run, partition, "2");
        machine.Source = ClockSource.Synchronised;
        machine.Time.Advance(TimeSpan.FromSeconds(2));
        FakeMachine.Write(run, partition, "3");
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        Assert.Equal(new Offset(0), (await request.Completion).BaseOffset);

        byte[] stored = Stored(partition);
        var trusts = new List<(TimeTrust, int)>();
        foreach (RecordBatch batch in new RecordBatchEnumerator(stored))
        {
            trusts.Add((batch.Header.TimeTrust, batch.Header.RecordCount));
        }

        Assert.Equal([(TimeTrust.Untrusted, 2), (TimeTrust.Trusted, 1)], trusts);
        Assert.Equal(["1", "2", "3"], partition.ReadValues());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_runs_of_one_boot_share_its_shift_however_they_ended(bool isKilled)
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t");
        long known = machine.NowMs;
        await RebootAsync(fixture, machine, Day, DateTimeOffset.UnixEpoch);
        for (int i = 0; i < 3; i++)
        {
            await FakeMachine.AppendAsync(fixture.Partition("t"), $"{i}");
            machine.Time.Advance(TimeSpan.FromMinutes(1));
            await (isKilled ? fixture.ReopenAsKilledAsync() : fixture.ReopenAsync());
        }

        Assert.Equal([known, known + 60_000, known + 120_000], FakeMachine.Times(fixture.Partition("t")));
        long truth = known + 500_000_000;
        await SynchroniseAsync(fixture, machine, truth + 180_000);
        Assert.Equal([truth, truth + 60_000, truth + 120_000], FakeMachine.Times(fixture.Partition("t")));
    }

    [Fact]
    public async Task Each_boot_has_its_own_shift_and_one_that_ended_too_early_keeps_its_times_and_its_mark()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t");
        long known = machine.NowMs;
        await RebootAsync(fixture, machine, Day, DateTimeOffset.UnixEpoch);
        await FakeMachine.AppendAsync(fixture.Partition("t"), "lost in time");
        await RebootAsync(fixture, machine, Day, DateTimeOffset.UnixEpoch);
        await FakeMachine.AppendAsync(fixture.Partition("t"), "found");
        long truth = known + 900_000_000;
        await SynchroniseAsync(fixture, machine, truth);
        Assert.Equal([known, truth], FakeMachine.Times(fixture.Partition("t")));
        Assert.Equal([1, 0], FakeMachine.Served(fixture.Partition("t")).Select(batch => (int)batch.TimeTrust));
        Assert.Equal(1, fixture.Log.Clock.Status.UncorrectedBoots);
    }

    [Fact]
    public async Task Where_the_log_stamps_producers_batches_they_are_marked_and_corrected_too()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t", ("message.timestamp.type", "LogAppendTime"));
        long known = machine.NowMs;
        await RebootAsync(fixture, machine, Day, DateTimeOffset.UnixEpoch);
        AppendResult result = await fixture.Partition("t").AppendBatchAsync(Appends.MakeBatch("a", "b"));
        await fixture.Partition("t").AppendAsync("c");
        Assert.Equal(known, result.LogAppendTimeMs);
        Assert.All(FakeMachine.Served(fixture.Partition("t")), b => Assert.Equal(TimeTrust.Untrusted, b.TimeTrust));
        await SynchroniseAsync(fixture, machine, known + 77_000_000);
        Assert.Equal(
            [known + 77_000_000, known + 77_000_000, known + 77_000_000], FakeMachine.Times(fixture.Partition("t")));
    }

    [Fact]
    public async Task A_producers_own_times_are_neither_marked_nor_judged_by_an_untrusted_clock()
    {
        var machine = new FakeMachine();
        machine.Time.SetWallClock(DateTimeOffset.UnixEpoch);
        machine.Source = ClockSource.None;
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t", ("message.timestamp.after.max.ms", "1000"));
        byte[] batch = Appends.MakeBatch("future");
        batch[21] |= 0x80;
        RecordBatchRewriter.WriteChecksum(batch);
        AppendResult result = await fixture.Partition("t").AppendBatchAsync(batch);
        Assert.Equal(AppendError.None, result.Error);
        machine.Source = ClockSource.Synchronised;
        machine.Time.SetWallClock(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        fixture.Log.Clock.Check();
        Assert.Equal([1_750_000_000_000], FakeMachine.Times(fixture.Partition("t")));
        Assert.Equal(TimeTrust.Trusted, Assert.Single(FakeMachine.Served(fixture.Partition("t"))).TimeTrust);
    }

    [Fact]
    public async Task Compaction_keeps_the_mark_and_what_it_takes_to_correct_it()
    {
        var machine = new FakeMachine { Source = ClockSource.None };
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync(
            "t", ("cleanup.policy", "compact"), ("min.cleanable.dirty.ratio", "0"), ("segment.ms", "1000"));
        Partition partition = fixture.Partition("t");
        using RecordRun run = RecordRun.Rent();
        foreach (string key in (string[])["a", "b", "a"])
        {
            run.BeginRecord(partition.Clock.Stamp());
            run.WriteKey(System.Text.Encoding.UTF8.GetBytes(key));
            run.WriteNullValue();
            run.BeginHeaders(0);
            run.EndRecord();
            machine.Time.Advance(TimeSpan.FromSeconds(5));
        }

        long given = machine.NowMs - 15_000;
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        await request.Completion;
        machine.Time.Advance(TimeSpan.FromSeconds(5));
        await partition.PutAsync("z", "-");
        await fixture.Log.Compactor.RunOnceAsync(CancellationToken.None);
        RecordBatchHeader cleaned = FakeMachine.Served(partition)[0];
        Assert.Equal((2, TimeTrust.Untrusted), (cleaned.RecordCount, cleaned.TimeTrust));
        await SynchroniseAsync(fixture, machine, machine.NowMs + 1_000_000_000);
        Assert.Equal([given + 1_000_005_000, given + 1_000_010_000], FakeMachine.Times(partition)[..2]);
    }

    [PeerFact("kafka")]
    public async Task Kafka_reads_segments_with_marked_batches()
    {
        var machine = new FakeMachine { Source = ClockSource.None };
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t", ("compression.type", "zstd"), ("segment.bytes", "65536"));
        for (int i = 0; i < 40; i++)
        {
            await FakeMachine.AppendAsync(fixture.Partition("t"), $"{i} {Guid.NewGuid()}");
        }

        Assert.All(FakeMachine.Served(fixture.Partition("t")), b => Assert.Equal(TimeTrust.Untrusted, b.TimeTrust));
        await fixture.ReopenAsync();
        string folder = Path.Combine(fixture.Path, "t-0");
        ProgramResult records = await KafkaDump.RunAsync(folder, "*.log", "--deep-iteration");
        Assert.Equal(40, records.Output.Split("| offset:").Length - 1);
        Assert.DoesNotContain("isvalid: false", records.Output, StringComparison.Ordinal);
        ProgramResult indexes = await KafkaDump.RunAsync(folder, "*index", "--verify-index-only");
        Assert.DoesNotContain("Mismatches", indexes.Output, StringComparison.Ordinal);
    }

    private static async Task RebootAsync(LogFixture fixture, FakeMachine machine, TimeSpan off, DateTimeOffset wall)
    {
        await fixture.Log.DisposeAsync();
        machine.Source = ClockSource.None;
        machine.Reboot(off, wall);
        await fixture.OpenLogAsync();
    }

    private static async Task SynchroniseAsync(LogFixture fixture, FakeMachine machine, long nowMs)
    {
        machine.Source = ClockSource.Synchronised;
        machine.Time.SetWallClock(DateTimeOffset.FromUnixTimeMilliseconds(nowMs));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
    }

    private static byte[] Stored(Partition partition)
    {
        ActiveSegment active = partition.Snapshot.Active;
        var bytes = new byte[active.WrittenPosition];
        active.File.Read(bytes, 0);
        return bytes;
    }
}
