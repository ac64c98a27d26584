using EdgeLog.Devices;

namespace EdgeLog.Gateway.Health;

/// <summary>A device's health: what is wrong with it, if anything.</summary>
internal static class DeviceHealth
{
    /// <summary>Degraded where it, or one of its sensors, does not read: it delays nobody else.</summary>
    public static PartHealth Of(DeviceStatus device)
    {
        var problem = Problem(device);
        return new PartHealth(
            $"device {device.Name}", problem is null ? HealthState.Healthy : HealthState.Degraded, problem);
    }

    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(DeviceStatus device)
    {
        if (device.Task.Error is { } error)
        {
            return error;
        }

        var bad = device.Sensors.FirstOrDefault(s => s.Error is not null);
        var more = device.BadCount > 1 ? $" and {device.BadCount - 1} more" : "";
        return bad is null ? null : $"{bad.Name}: {bad.Error}{more}";
    }

    /// <summary>When it is tried again, or null.</summary>
    public static DateTimeOffset? NextRetry(DeviceStatus device) =>
        device.Task.NextRetry ?? device.Sensors.FirstOrDefault(s => s.Error is not null)?.NextRetry;
}
