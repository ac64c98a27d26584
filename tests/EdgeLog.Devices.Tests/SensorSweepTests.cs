using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class SensorSweepTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly FakeTime _time = new();
    private readonly ScriptedDriver _driver = new();
    private readonly SensorSweep _sweep;

    public SensorSweepTests() => _sweep = new SensorSweep("d", _driver, _time);

    [Fact]
    public async Task A_failing_sensor_is_bad_without_a_value_and_the_others_are_read()
    {
        _driver.Add("d.a", () => 1);
        _driver.Add("d.b", () => throw new IOException("Remote I/O error"));
        _driver.Add("d.c", () => 3);

        Assert.Equal(["d.a=1", "d.b=Remote I/O error", "d.c=3"], await SweepAsync());
    }

    [Fact]
    public async Task Sensors_whose_names_change_with_every_search_do_not_pile_up()
    {
        for (int search = 0; search < 5; search++)
        {
            _driver.Sensors.Clear();
            for (int i = 0; i < DeviceLimits.MaxSensors; i++)
            {
                _driver.Add($"d.{search}.{i}", () => 1);
            }

            Assert.InRange((await SweepAsync()).Length, 1, 2 * DeviceLimits.MaxSensors);
        }
    }

    [Fact]
    public async Task A_value_is_never_repeated_when_the_sensor_fails()
    {
        ScriptedSensor sensor = _driver.Add("d.a", () => 21);
        Assert.Equal(["d.a=21"], await SweepAsync());
        sensor.OnRead = () => throw new IOException("gone wrong");
        Assert.Equal(["d.a=gone wrong"], await SweepAsync());
    }

    [Fact]
    public async Task A_failed_sensor_is_tried_again_after_longer_and_longer_waits_and_is_bad_in_between()
    {
        ScriptedSensor sensor = _driver.Add("d.a", () => throw new IOException("no"));
        var triedAt = new List<int>();
        for (int second = 0; second < 200; second++)
        {
            int before = sensor.ReadCount;
            Assert.Equal(["d.a=no"], await SweepAsync());
            if (sensor.ReadCount > before)
            {
                triedAt.Add(second);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // Up to a fifth of each wait is taken off by chance: 1, 2, 4, 8, 16, 32, 60 seconds.
        Assert.InRange(triedAt.Count, 8, 11);
        Assert.InRange(triedAt[^1] - triedAt[^2], 48, 60);
        sensor.OnRead = () => 5;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["d.a=5"], await SweepAsync());
    }

    [Fact]
    public async Task A_hanging_sensor_is_given_up_after_its_time_and_delays_no_other_twice()
    {
        using var released = new ManualResetEventSlim();
        _driver.Add("d.a", () => 1);
        ScriptedSensor hanging = _driver.Add("d.b", () =>
        {
            released.Wait(CancellationToken.None);
            return 2;
        });
        _driver.Add("d.c", () => 3);

        Task<string[]> first = SweepAsync();
        WaitUntil(() => hanging.ReadCount == 1 && _time.ArmedTimerCount > 0);
        while (!first.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(["d.a=1", "d.b=no answer within 2 s", "d.c=3"], await first);
        Assert.Equal(1, _sweep.HangCount);

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["d.a=1", "d.b=no answer within 2 s", "d.c=3"], await SweepAsync());
        Assert.Equal(1, hanging.ReadCount);

        released.Set();
        SensorState state = (await _sweep.RunAsync(CancellationToken.None)).Single(s => s.Sensor == hanging);
        WaitUntil(() => state.HungPass is null or { IsCompleted: true });
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["d.a=1", "d.b=2", "d.c=3"], await SweepAsync());
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_one_bad_reading_under_its_own_name()
    {
        _driver.Error = "no such bus";
        Assert.Equal(["d=no such bus"], await SweepAsync());
        _driver.Error = null;
        _driver.Add("d.a", () => 1);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["d.a=1"], await SweepAsync());
    }

    [Fact]
    public async Task When_a_device_goes_all_its_sensors_are_bad()
    {
        _driver.Add("d.a", () => 1);
        _driver.Add("d.b", () => 2);
        await SweepAsync();
        _driver.Error = "unplugged";
        Assert.Equal(["d.a=unplugged", "d.b=unplugged"], await SweepAsync());
        _driver.Error = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["d.a=1", "d.b=2"], await SweepAsync());
    }

    [Fact]
    public async Task A_sensor_that_is_no_longer_found_is_bad_for_ten_minutes_and_then_forgotten()
    {
        _driver.Add("d.a", () => 1);
        _driver.Add("d.b", () => 2);
        await SweepAsync();
        _driver.Sensors.RemoveAt(1);
        Assert.Equal(["d.a=1", "d.b=the sensor is gone"], await SweepAsync());
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(["d.a=1", "d.b=the sensor is gone"], await SweepAsync());
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["d.a=1"], await SweepAsync());
    }

    [Fact]
    public async Task A_sensor_without_a_value_yet_says_nothing()
    {
        _driver.Add("d.rate", () => null);
        _driver.Add("d.a", () => 1);
        Assert.Equal(["d.a=1"], await SweepAsync());
    }

    private static void WaitUntil(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Deadline), "waited too long");

    private async Task<string[]> SweepAsync()
    {
        IReadOnlyList<SensorState> states = await _sweep.RunAsync(CancellationToken.None);
        Assert.All(states, state => Assert.NotEqual(state.Last!.Value is null, state.Last.Error is null));
        return [.. states.Select(state => $"{state.Sensor.Name}={state.Last!.Error ?? state.Last.Value.ToString()}")];
    }
}
