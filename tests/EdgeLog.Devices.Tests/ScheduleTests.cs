using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class ScheduleTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void The_first_reading_is_due_at_once_and_the_others_at_whole_intervals()
    {
        var schedule = new Schedule(TimeSpan.FromSeconds(5), _time);
        Assert.Equal(TimeSpan.Zero, schedule.UntilNext);
        _time.Advance(TimeSpan.FromSeconds(1));
        schedule.Advance();
        AssertClose(4, schedule.UntilNext);
        _time.Advance(TimeSpan.FromSeconds(4.5));
        Assert.Equal(TimeSpan.Zero, schedule.UntilNext);
        schedule.Advance();
        AssertClose(4.5, schedule.UntilNext);
        Assert.Equal(0, schedule.SkippedCount);
    }

    [Fact]
    public void After_a_stall_there_is_no_burst()
    {
        var schedule = new Schedule(TimeSpan.FromSeconds(5), _time);
        schedule.Advance();
        _time.Advance(TimeSpan.FromSeconds(23));
        Assert.Equal(TimeSpan.Zero, schedule.UntilNext);
        schedule.Advance();
        AssertClose(2, schedule.UntilNext);
        Assert.Equal(3, schedule.SkippedCount);
    }

    [Fact]
    public void A_jump_of_the_wall_clock_changes_nothing()
    {
        var schedule = new Schedule(TimeSpan.FromSeconds(5), _time);
        schedule.Advance();
        _time.SetWallClock(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero));
        AssertClose(5, schedule.UntilNext);
    }

    private static void AssertClose(double seconds, TimeSpan actual) => Assert.Equal(seconds, actual.TotalSeconds, 3);
}
