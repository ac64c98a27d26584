using System.Text.Json;
using EdgeLog.Connect;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class DeviceFleetTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly FakeTime _time = new();
    private TemporaryLog _log = null!;

    public async Task InitializeAsync() => _log = await TemporaryLog.OpenAsync();

    public async Task DisposeAsync() => await _log.DisposeAsync();

    [Fact]
    public async Task Readings_are_JSON_records_keyed_by_sensor()
    {
        await RunAsync([Simulated("demo", ("unit", "°C"), ("shape", "square"), ("amplitude", "2.5"))], async fleet =>
        {
            await WaitUntilAsync(() => _log.Read("sensors").Count == 1);
            TextRecord record = _log.Read("sensors")[0];
            Assert.Equal("demo", record.Key);
            Assert.Equal(
                """{"name":"demo","value":2.5,"unit":"°C","quality":"good","""
                    + "\"time\":\"2026-01-02T03:04:05.000Z\",\"device\":\"demo\"}",
                record.Value);
            Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), record.TimestampMs);
            Assert.Empty(record.Headers);
            await AdvanceUntilAsync(() => _log.Read("sensors").Count == 3);
            Assert.Equal(1, fleet.Status[0].OkCount);
        });
        List<string> times = [.. _log.Read("sensors").Select(record => Field(record, "time")!)];
        Assert.Equal(["2026-01-02T03:04:05.000Z", "2026-01-02T03:04:10.000Z", "2026-01-02T03:04:15.000Z"], times);
    }

    [Fact]
    public async Task A_reading_says_whether_the_clock_could_be_trusted()
    {
        var time = new FakeTime();
        using var directory = new TemporaryDirectory();
        await using LogDirectory log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = directory["data"] }, time, NullLoggerFactory.Instance,
            CancellationToken.None);
        var source = new DeviceSource(Simulated("demo"), log.Clock);
        var batch = new SourceBatch();
        await source.PollAsync(batch, CancellationToken.None);
        long known = time.GetUtcNow().ToUnixTimeMilliseconds();
        time.SetWallClock(DateTimeOffset.UnixEpoch);
        time.Advance(TimeSpan.FromMinutes(1));
        await source.PollAsync(batch, CancellationToken.None);
        Assert.Equal(
            [new RecordStamp(known, TimeTrust.Trusted), new RecordStamp(known + 60_000, TimeTrust.Untrusted)],
            [batch[0].Stamp, batch[1].Stamp]);
    }

    [Fact]
    public async Task A_dropout_is_a_record_of_bad_quality_without_a_value()
    {
        await RunAsync([Simulated("demo", ("dropout", "1"))], async fleet =>
        {
            await WaitUntilAsync(() => _log.Read("sensors").Count == 1 && fleet.Status[0].BadCount == 1);
            TextRecord record = _log.Read("sensors")[0];
            Assert.Null(Field(record, "value"));
            Assert.Equal("bad", Field(record, "quality"));
            Assert.Equal("simulated dropout", Field(record, "error"));
            SensorReading reading = Assert.Single(fleet.Status[0].Sensors);
            Assert.Equal("simulated dropout", reading.Error);
            Assert.NotNull(reading.NextRetry);
        });
    }

    [Fact]
    public async Task Transforms_need_no_converters_named()
    {
        var properties = new Dictionary<string, string>
        {
            ["transforms"] = "site",
            ["transforms.site.type"] = "InsertField$Value",
            ["transforms.site.static.field"] = "site",
            ["transforms.site.static.value"] = "hall-7",
        };
        await RunAsync([Simulated("demo") with { Properties = properties }], async _ =>
        {
            await WaitUntilAsync(() => _log.Read("sensors").Count == 1);
            Assert.Equal("hall-7", Field(_log.Read("sensors")[0], "site"));
            Assert.Equal("demo", _log.Read("sensors")[0].Key);
        });
    }

    [Fact]
    public async Task A_change_leaves_the_unchanged_alone_and_a_wrong_one_changes_nothing()
    {
        await RunAsync([Simulated("a"), Simulated("b")], async fleet =>
        {
            await WaitUntilAsync(() => _log.Read("sensors").Count == 2);
            await Assert.ThrowsAsync<ConfigException>(() => fleet.ReconfigureAsync([Simulated("a"), Simulated("a")]));
            await Assert.ThrowsAsync<ConfigException>(
                () => fleet.ReconfigureAsync([Simulated("c") with { Driver = "nothing" }]));
            Assert.Equal(["a", "b"], fleet.Status.Select(device => device.Name));

            await fleet.ReconfigureAsync([Simulated("c") with { Topic = "other" }, Simulated("a")]);
            await WaitUntilAsync(() => _log.Read("other").Count == 1);
            Assert.Equal(["c", "a"], fleet.Status.Select(device => device.Name));
            Assert.Equal(2, _log.Read("sensors").Count);
        });
    }

    [Fact]
    public async Task A_device_is_read_on_request_without_a_record()
    {
        await RunAsync([Simulated("demo", ("offset", "7"), ("amplitude", "0"))], async fleet =>
        {
            await WaitUntilAsync(() => _log.Read("sensors").Count == 1);
            using var deadline = new CancellationTokenSource(Deadline);
            IReadOnlyList<SensorReading>? readings = await fleet.ReadAsync("demo", deadline.Token);
            Assert.Equal(7, Assert.Single(readings!).Value);
            Assert.Null(await fleet.ReadAsync("unknown", deadline.Token));
            Assert.Single(_log.Read("sensors"));
        });
    }

    [Fact]
    public async Task The_default_reads_this_machine()
    {
        await RunAsync(DeviceConfig.Default, async fleet =>
        {
            await WaitUntilAsync(() => _log.Read("sensors").Any(record => record.Key == "host.load.1m"));
            Assert.Contains(_log.Read("sensors"), record => record.Key == "host.memory.used");
            Assert.Equal("host", fleet.Status[0].Driver);
        });
    }

    private static DeviceConfig Simulated(string name, params (string Key, string Value)[] signal) => new()
    {
        Name = name,
        Driver = "simulated",
        Settings = signal.ToDictionary(pair => "signal." + pair.Key, pair => pair.Value),
    };

    private static string? Field(TextRecord record, string name)
    {
        using JsonDocument json = JsonDocument.Parse(record.Value!);
        return json.RootElement.GetProperty(name).ToString() is { Length: > 0 } text ? text : null;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        int count = _log.Read("sensors").Count;
        while (!condition())
        {
            await WaitUntilAsync(() => _time.ArmedTimerCount > 0);
            _time.Advance(TimeSpan.FromSeconds(5));
            int before = count;
            await WaitUntilAsync(() => (count = _log.Read("sensors").Count) > before);
        }
    }

    private async Task RunAsync(IReadOnlyList<DeviceConfig> devices, Func<DeviceFleet, Task> test)
    {
        using var fleet = new DeviceFleet(_log.Log, devices, _time, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        Task running = fleet.RunAsync(stop.Token);
        await test(fleet);
        await stop.CancelAsync();
        await running.WaitAsync(Deadline);
    }
}
