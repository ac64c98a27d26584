using System.Text.RegularExpressions;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Tests.Configuration;

public class SampleTests
{
    [Fact]
    public void The_sample_is_a_good_configuration()
    {
        var config = ConfigLoader.Parse("edgelog.yaml", ConfigLoader.Sample);

        Assert.Equal("edge", config.Name);
        Assert.Equal(3, config.Listeners.Count);
        Assert.Equal(new ScrubOptions(), config.Data.Scrub);
        Assert.Empty(config.Warnings);
    }

    [Fact]
    public void Every_example_in_the_sample_is_good_once_it_is_no_comment()
    {
        var uncommented = string.Join(
            '\n', ConfigLoader.Sample.Split('\n').Where(l => !l.StartsWith("# include", StringComparison.Ordinal))
                .Select(l => Regex.Replace(l, "^# ", "")));

        var config = ConfigLoader.Parse("edgelog.yaml", uncommented);

        Assert.Equal(3, config.Routes.Count);
        Assert.Equal(2, config.Devices.Count);
        Assert.Equal("central", Assert.Single(config.Mirrors).Name);
        Assert.Equal(["plant.press", "plant.state"], config.Topics.Declared.Select(t => t.Name));
        Assert.Equal("2592000000", config.Topics.Declared[0].Settings["retention.ms"]);
        Assert.Equal("0.0.0.0:1883", config.Listeners[0].Address.ToString());
    }

    [Fact]
    public void Without_a_file_the_gateway_keeps_to_itself_and_reads_its_host()
    {
        var config = ConfigLoader.Parse("default", "");

        Assert.Equal(
            ["127.0.0.1:1883", "127.0.0.1:9092", "127.0.0.1:8790"], config.Listeners.Select(l => l.Address.ToString()));
        Assert.Equal(Path.GetFullPath("./edgelog-data"), config.Data.Directory);
        var device = Assert.Single(config.Devices);
        Assert.Equal(("host", "sensors", TimeSpan.FromSeconds(5)), (device.Driver, device.Topic, device.Interval));
    }
}
