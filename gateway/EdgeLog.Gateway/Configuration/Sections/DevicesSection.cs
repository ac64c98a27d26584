using EdgeLog.Connect;
using EdgeLog.Devices;
using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>
/// The <c>devices</c> section: a list of sensors. Without it, the host's own every 5 s to topic <c>sensors</c>.
/// </summary>
internal static class DevicesSection
{
    /// <summary>Reads it.</summary>
    public static IReadOnlyList<DeviceConfig> Read(MapReader root)
    {
        if (root.Maps("devices") is not { } items)
        {
            return [Default(root)];
        }

        var names = new Dictionary<string, SourceMark>(StringComparer.Ordinal);
        var devices = new List<DeviceConfig>();
        foreach (var item in items)
        {
            var device = ReadOne(item);
            devices.Add(device);
            if (device.Name.Length > 0 && !names.TryAdd(device.Name, item.Mark))
            {
                item.Context.Errors.Add(
                    item.Mark, item.Path, device.Name, $"a device of this name is in line {names[device.Name].Line}.");
            }
        }

        return devices;
    }

    private static DeviceConfig Default(MapReader root)
    {
        root.Context.Note("devices[0]", "host, every 5s, to topic sensors", SourceMark.None);
        return DeviceConfig.Default[0];
    }

    private static DeviceConfig ReadOne(MapReader item)
    {
        var name = item.RequiredText("name");
        var driver = DriverSettings.Find(item.RequiredText("driver"), item);
        var interval = item.Duration("interval", TimeSpan.FromSeconds(5));
        var topic = item.Text("topic", "sensors");
        var settings = driver.Read(item);
        item.Suggest(ConnectSettings.Names);
        var properties = item.Properties(ConnectSettings.Belongs);
        item.Finish();
        var device = new DeviceConfig
        {
            Name = name,
            Driver = driver.Name,
            Interval = interval,
            Topic = topic,
            Settings = settings,
            Properties = properties,
        };
        if (driver.IsKnown)
        {
            Check(item, device);
        }

        return device;
    }

    private static void Check(MapReader item, DeviceConfig device)
    {
        ConnectSettings.Check(item, device.Properties);
        try
        {
            device.Check();
        }
        catch (ConfigException exception)
        {
            ConnectSettings.Add(item, exception);
        }
    }
}
