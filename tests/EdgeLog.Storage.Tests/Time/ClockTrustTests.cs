using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class ClockTrustTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(nameof(ClockSource.Synchronised))]
    [InlineData(nameof(ClockSource.KeptRunning))]
    public async Task A_clock_behind_the_last_time_written_down_is_not_trusted(string source)
    {
        var machine = new FakeMachine { Source = Enum.Parse<ClockSource>(source) };
        await using LogFixture fixture = await machine.OpenAsync();
        long known = machine.NowMs;
        machine.Time.SetWallClock(machine.Time.GetUtcNow().AddYears(-10));
        RecordStamp stamp = fixture.Log.Clock.Stamp();
        Assert.Equal(new RecordStamp(known, TimeTrust.Untrusted), stamp);
        Assert.Contains("before the last time known", fixture.Log.Clock.Status.Reason!, StringComparison.Ordinal);
        machine.Time.Advance(TimeSpan.FromSeconds(5));
        machine.Time.SetWallClock(DateTimeOffset.FromUnixTimeMilliseconds(known + 5_000));
        Assert.Equal(new RecordStamp(known + 5_000, TimeTrust.Trusted), fixture.Log.Clock.Stamp());
    }

    [Fact]
    public async Task After_a_stop_a_clock_that_is_behind_is_not_trusted_and_times_do_not_go_back()
    {
        var machine = new FakeMachine { Source = ClockSource.KeptRunning };
        await using LogFixture fixture = await machine.OpenAsync();
        long known = machine.NowMs;
        await fixture.Log.DisposeAsync();
        machine.Reboot(Hour, new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await fixture.OpenLogAsync();
        Assert.Equal(new RecordStamp(known, TimeTrust.Untrusted), fixture.Log.Clock.Stamp());
    }

    [Fact]
    public async Task A_clock_that_is_held_for_an_hour_is_believed_although_it_is_behind()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        machine.Time.SetWallClock(machine.Time.GetUtcNow().AddMonths(-2));
        fixture.Log.Clock.Check();
        machine.Time.Advance(0.9 * Hour);
        Assert.Equal(TimeTrust.Untrusted, fixture.Log.Clock.Stamp().Trust);
        machine.Time.Advance(0.2 * Hour);
        Assert.Equal(new RecordStamp(machine.NowMs, TimeTrust.Trusted), fixture.Log.Clock.Stamp());
        await fixture.ReopenAsync();
        Assert.True(fixture.Log.Clock.Status.IsTrusted);
    }

    [Fact]
    public async Task A_leap_ahead_that_nothing_explains_is_believed_after_an_hour()
    {
        var machine = new FakeMachine { Source = ClockSource.KeptRunning };
        await using LogFixture fixture = await machine.OpenAsync();
        long known = machine.NowMs;
        machine.Time.SetWallClock(machine.Time.GetUtcNow().AddYears(10));
        Assert.Equal(new RecordStamp(known, TimeTrust.Untrusted), fixture.Log.Clock.Stamp());
        Assert.Contains("leapt", fixture.Log.Clock.Status.Reason!, StringComparison.Ordinal);
        machine.Time.Advance(1.1 * Hour);
        Assert.Equal(new RecordStamp(machine.NowMs, TimeTrust.Trusted), fixture.Log.Clock.Stamp());
    }

    [Fact]
    public async Task A_leap_that_is_taken_back_leaves_no_trace()
    {
        var machine = new FakeMachine { Source = ClockSource.KeptRunning };
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t");
        DateTimeOffset truth = machine.Time.GetUtcNow();
        machine.Time.SetWallClock(truth.AddYears(10));
        await FakeMachine.AppendAsync(fixture.Partition("t"), "during");
        machine.Time.SetWallClock(truth);
        await FakeMachine.AppendAsync(fixture.Partition("t"), "after");
        Assert.Equal([machine.NowMs, machine.NowMs], FakeMachine.Times(fixture.Partition("t")));
        Assert.True(fixture.Log.Clock.Status.IsTrusted);
    }

    [Fact]
    public async Task A_board_that_was_never_set_is_not_believed_and_its_times_begin_at_the_earliest_possible()
    {
        var machine = new FakeMachine { Source = ClockSource.KeptRunning };
        machine.Time.SetWallClock(DateTimeOffset.UnixEpoch);
        await using LogFixture fixture = await machine.OpenAsync();
        Assert.Equal(new RecordStamp(ClockLimits.EarliestMs, TimeTrust.Untrusted), fixture.Log.Clock.Stamp());
    }

    [Theory]
    [InlineData("clock")]
    [InlineData("boots")]
    public async Task Damage_of_its_files_does_not_stop_a_start(string name)
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        await fixture.CreateTopicAsync("t");
        await FakeMachine.AppendAsync(fixture.Partition("t"), "a");
        string path = Path.Combine(fixture.Path, name);
        byte[] whole = [];
        byte[][] damages = [[], [0], "garbage"u8.ToArray(), new byte[5000]];
        for (int i = 0; i < damages.Length + 12; i++)
        {
            await fixture.Log.DisposeAsync();
            whole = await File.ReadAllBytesAsync(path);
            byte[] damaged = i < damages.Length ? damages[i] : [.. whole];
            if (i >= damages.Length)
            {
                damaged[(i - damages.Length) * damaged.Length / 12] ^= 0x11;
            }

            await File.WriteAllBytesAsync(path, damaged);
            machine.Reboot(Hour, machine.Time.GetUtcNow() + Hour);
            await fixture.OpenLogAsync();
            Assert.Equal(["a"], fixture.Partition("t").ReadValues());
            Assert.True(fixture.Log.Clock.Status.IsTrusted);
        }

        await fixture.Log.DisposeAsync();
        File.Delete(path);
        await fixture.OpenLogAsync();
    }

    [Fact]
    public async Task The_time_is_written_down_at_a_bounded_rate()
    {
        var machine = new FakeMachine();
        await using LogFixture fixture = await machine.OpenAsync();
        string path = Path.Combine(fixture.Path, "clock");
        string first = await File.ReadAllTextAsync(path);
        for (int i = 0; i < 9; i++)
        {
            machine.Time.Advance(TimeSpan.FromMinutes(1));
            fixture.Log.Clock.Stamp();
            await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        }

        Assert.Equal(first, await File.ReadAllTextAsync(path));
        await fixture.ReopenAsync();
        Assert.NotEqual(first, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public void The_kernel_answers()
    {
        HostClock machine = HostClock.For(TimeProvider.System);
        Assert.NotEqual(Guid.Empty, machine.BootId);
        Assert.Equal(machine.BootId, HostClock.For(TimeProvider.System).BootId);
        long before = machine.SinceBootMs;
        Assert.True(before > 0 && machine.SinceBootMs >= before);
        Assert.True(Enum.IsDefined(machine.ReadSource()));
    }
}
