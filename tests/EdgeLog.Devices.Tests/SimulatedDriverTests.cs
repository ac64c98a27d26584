using EdgeLog.Connect;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class SimulatedDriverTests
{
    private readonly FakeTime _time = new();

    [Theory]
    [InlineData("sine", 0, 10, 0, -10)]
    [InlineData("triangle", 0, 10, 0, -10)]
    [InlineData("square", 10, 10, -10, -10)]
    [InlineData("sawtooth", -10, -5, 0, 5)]
    [InlineData("step", -10, -3.333333, 3.333333, 10)]
    public void A_wave_goes_through_its_period(string shape, double q0, double q1, double q2, double q3)
    {
        Sensor sensor = Create(("shape", shape), ("period", "60s"), ("amplitude", "10"));
        double[] values =
        [
            .. Enumerable.Range(0, 8).Select(_ =>
            {
                double value = sensor.Read()!.Value;
                _time.Advance(TimeSpan.FromSeconds(15));
                return Math.Round(value, 5);
            }),
        ];

        Assert.Equal(
            new[] { q0, q1, q2, q3, q0, q1, q2, q3 }.Select(value => Math.Round(value, 5)), values);
    }

    [Fact]
    public void The_same_seed_gives_the_same_noise_and_dropouts()
    {
        (string, string)[] signal =
            [("shape", "random walk"), ("noise", "0.2"), ("dropout", "0.3"), ("seed", "42"), ("offset", "20")];

        string first = string.Join(' ', Read(Create(signal)));

        Assert.Equal(first, string.Join(' ', Read(Create(signal))));
        Assert.Contains("dropout", first, StringComparison.Ordinal);
        Assert.Contains("20.", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signal.shape", "sin")]
    [InlineData("signal.period", "60")]
    [InlineData("signal.period", "0s")]
    [InlineData("signal.amplitude", "ten")]
    [InlineData("signal.dropout", "-1")]
    [InlineData("signal.steps", "1.5")]
    [InlineData("signal.colour", "red")]
    public void A_wrong_setting_is_named(string key, string value)
    {
        var config = new DeviceConfig
        {
            Name = "demo",
            Driver = "simulated",
            Settings = new Dictionary<string, string> { [key] = value },
        };

        Assert.Equal(key, Assert.Throws<ConfigException>(() => config.Check()).Key);
    }

    private static IEnumerable<string> Read(Sensor sensor)
    {
        for (int i = 0; i < 50; i++)
        {
            string text;
            try
            {
                text = sensor.Read()!.Value.ToString();
            }
            catch (SensorException e)
            {
                text = e.Message;
            }

            yield return text;
        }
    }

    private Sensor Create(params (string Key, string Value)[] signal) => new SimulatedDriver(
        "demo", new(signal.ToDictionary(pair => "signal." + pair.Key, pair => pair.Value)), _time).Discover()[0];
}
