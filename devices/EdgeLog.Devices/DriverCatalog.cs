using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>The drivers there are, by the names of the configuration.</summary>
internal static class DriverCatalog
{
    /// <summary>
    /// Makes a device's driver. Throws <see cref="ConfigException"/> for an unknown driver or setting.
    /// </summary>
    public static Driver Create(DeviceConfig config, TimeProvider time)
    {
        var settings = new PropertyReader(config.Settings);
        Driver driver = config.Driver switch
        {
            "host" => new HostDriver(config.Name, settings, time),
            "hwmon" => new HwmonDriver(config.Name, settings),
            "simulated" => new SimulatedDriver(config.Name, settings, time),
            _ => throw new ConfigException(
                "driver", $"no driver is called {config.Driver}. There are host, hwmon and simulated"),
        };
        string known = string.Join(", ", settings.Known.Order(StringComparer.Ordinal));
        return settings.Unknown is [string unknown, ..]
            ? throw new ConfigException(unknown, $"driver {config.Driver} has no setting {unknown}. It has {known}")
            : driver;
    }
}
