using EdgeLog.Connect;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class HostDriverTests : IDisposable
{
    private readonly FakeKernel _kernel = new();
    private readonly FakeTime _time = new();

    public HostDriverTests() => _kernel.WriteHost();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void The_machine_is_read_from_proc_and_sys()
    {
        var driver = new HostDriver("host", _kernel.Reader, _time);
        ReadAll(driver);
        _kernel.Write("proc/stat", "cpu  130 0 120 740 110 0 0 0 0 0");
        _kernel.Write("sys/class/net/eth0/statistics/rx_bytes", "6000");
        _time.Advance(TimeSpan.FromSeconds(2));

        Dictionary<string, (double? Value, string Unit)> values = ReadAll(driver);

        Assert.Equal((50, "%"), values["host.cpu.usage"]);
        Assert.Equal((0.5, "1"), values["host.load.1m"]);
        Assert.Equal((1.25, "1"), values["host.load.5m"]);
        Assert.Equal((2, "1"), values["host.load.15m"]);
        Assert.Equal((75, "%"), values["host.memory.used"]);
        Assert.Equal((250 * 1024, "B"), values["host.memory.available"]);
        Assert.Equal((2500, "B/s"), values["host.network.eth0.received"]);
        Assert.Equal((0, "B/s"), values["host.network.eth0.sent"]);
        Assert.Equal((48.312, "°C"), values["host.temperature.cpu-thermal"]);
        Assert.Equal((51, "°C"), values["host.temperature.cpu-thermal-thermal_zone1"]);
        Assert.InRange(values["host.disk.root.used"].Value!.Value, 0, 100);
        Assert.True(values["host.disk.root.free"].Value > 0);
        Assert.Equal(12, values.Count);
    }

    [Fact]
    public void A_share_or_rate_has_no_value_before_its_second_reading_or_after_a_reset()
    {
        var driver = new HostDriver("host", _kernel.Reader, _time);
        Assert.Null(ReadAll(driver)["host.cpu.usage"].Value);
        Assert.Null(ReadAll(driver)["host.network.eth0.received"].Value);
        _time.Advance(TimeSpan.FromSeconds(1));
        _kernel.Write("sys/class/net/eth0/statistics/rx_bytes", "10");
        Assert.Null(ReadAll(driver)["host.network.eth0.received"].Value);
        _time.Advance(TimeSpan.FromSeconds(1));
        _kernel.Write("sys/class/net/eth0/statistics/rx_bytes", "30");
        Assert.Equal(20, ReadAll(driver)["host.network.eth0.received"].Value);
    }

    [Fact]
    public void A_sensor_that_stays_is_the_same_and_one_that_has_gone_is_forgotten()
    {
        var driver = new HostDriver("host", _kernel.Reader, _time);
        Sensor eth = Find("host.network.eth0.sent");
        Sensor zone = Find("host.temperature.cpu-thermal-thermal_zone1");
        Assert.Same(eth, Find("host.network.eth0.sent"));
        _kernel.DeleteFolder("sys/class/net/eth0");
        _kernel.DeleteFolder("sys/class/thermal/thermal_zone1");
        Assert.DoesNotContain(driver.Discover(), sensor => sensor == eth || sensor == zone);
        _kernel.WriteHost();
        Assert.NotSame(eth, Find("host.network.eth0.sent"));
        Assert.NotSame(zone, Find("host.temperature.cpu-thermal-thermal_zone1"));

        Sensor Find(string name) => driver.Discover().Single(sensor => sensor.Name == name);
    }

    [Fact]
    public void An_unknown_setting_is_refused_with_those_there_are()
    {
        var config = new DeviceConfig
        {
            Name = "host",
            Driver = "host",
            Settings = new Dictionary<string, string> { ["disk"] = "/" },
        };

        var e = Assert.Throws<ConfigException>(() => config.Check());

        Assert.Equal("disk", e.Key);
        Assert.EndsWith("It has disks, interfaces, path.proc, path.sys", e.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, (double? Value, string Unit)> ReadAll(Driver driver) =>
        driver.Discover().ToDictionary(sensor => sensor.Name, sensor => (sensor.Read(), sensor.Unit));
}
