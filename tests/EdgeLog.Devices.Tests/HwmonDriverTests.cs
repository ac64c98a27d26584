using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class HwmonDriverTests : IDisposable
{
    private readonly FakeKernel _kernel = new();

    public void Dispose() => _kernel.Dispose();

    [Fact]
    public void Every_input_of_every_chip_is_read_in_its_unit()
    {
        _kernel.Write("sys/class/hwmon/hwmon0/name", "board");
        Input("hwmon0/temp1", "48500", "CPU die");
        Input("hwmon0/in0", "3312");
        Input("hwmon0/fan2", "1200");
        Input("hwmon0/curr1", "1500");
        Input("hwmon0/power1", "2500000");
        Input("hwmon0/humidity1", "45200");
        Input("hwmon0/energy1", "9000000");
        _kernel.Write("sys/class/hwmon/hwmon0/pwm1_input", "5");

        Assert.Equal(
            [
                "hw.board.CPU_die=48.5 °C",
                "hw.board.curr1=1.5 A",
                "hw.board.energy1=9 J",
                "hw.board.fan2=1200 rpm",
                "hw.board.humidity1=45.2 %",
                "hw.board.in0=3.312 V",
                "hw.board.power1=2.5 W",
            ],
            Read());
    }

    [Fact]
    public void A_sensor_that_stays_is_the_same_and_one_that_has_gone_is_forgotten()
    {
        _kernel.Write("sys/class/hwmon/hwmon0/name", "x");
        Input("hwmon0/temp1", "1000");
        var driver = new HwmonDriver("hw", _kernel.Reader);
        Sensor first = Assert.Single(driver.Discover());
        Assert.Same(first, Assert.Single(driver.Discover()));
        _kernel.Delete("sys/class/hwmon/hwmon0/temp1_input");
        Assert.Empty(driver.Discover());
        Input("hwmon0/temp1", "1000");
        Assert.NotSame(first, Assert.Single(driver.Discover()));
    }

    [Fact]
    public void Chips_of_one_name_are_told_apart_by_their_place_on_the_bus()
    {
        _kernel.Write("sys/class/hwmon/hwmon0/name", "nvme");
        Input("hwmon0/temp1", "30000");
        _kernel.Link("sys/class/hwmon/hwmon0/device", "../../nvme0");
        _kernel.Write("sys/class/hwmon/hwmon1/name", "nvme");
        Input("hwmon1/temp1", "31000");

        Assert.Equal(["hw.nvme-hwmon1.temp1=31 °C", "hw.nvme-nvme0.temp1=30 °C"], Read());
    }

    [Fact]
    public void Inputs_of_one_label_are_told_apart()
    {
        _kernel.Write("sys/class/hwmon/hwmon0/name", "x");
        Input("hwmon0/temp1", "1000", "T");
        Input("hwmon0/temp2", "2000", "T");

        Assert.Equal(["hw.x.T-temp2=2 °C", "hw.x.T=1 °C"], Read());
    }

    [Fact]
    public void A_sensor_that_its_chip_calls_faulty_is_not_believed()
    {
        _kernel.Write("sys/class/hwmon/hwmon0/name", "x");
        Input("hwmon0/temp1", "1000");
        _kernel.Write("sys/class/hwmon/hwmon0/temp1_fault", "1");

        Assert.Throws<SensorException>(() => Read());
    }

    [Fact]
    public void A_kernel_without_hardware_monitoring_says_so()
    {
        var e = Assert.Throws<SensorException>(() => Read());

        Assert.Contains("hwmon is not there", e.Message, StringComparison.Ordinal);
    }

    private void Input(string channel, string value, string? label = null)
    {
        _kernel.Write($"sys/class/hwmon/{channel}_input", value);
        if (label is not null)
        {
            _kernel.Write($"sys/class/hwmon/{channel}_label", label);
        }
    }

    private string[] Read() =>
    [
        .. new HwmonDriver("hw", new(new Dictionary<string, string> { ["path.sys"] = _kernel.Settings["path.sys"] }))
            .Discover()
            .Select(sensor => $"{sensor.Name}={sensor.Read()} {sensor.Unit}")
            .Order(StringComparer.Ordinal),
    ];
}
