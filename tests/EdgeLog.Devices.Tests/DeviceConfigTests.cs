using EdgeLog.Connect;
using Xunit;

namespace EdgeLog.Devices.Tests;

public sealed class DeviceConfigTests
{
    [Fact]
    public void A_device_may_not_write_to_the_gateway_s_own_topics()
    {
        var device = new DeviceConfig { Name = "demo", Driver = "host", Topic = "__edgelog_catalog" };

        ConfigException refusal = Assert.Throws<ConfigException>(() => device.Check());

        Assert.Contains("__edgelog_catalog", refusal.Message, StringComparison.Ordinal);
    }
}
