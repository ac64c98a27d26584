using Microsoft.Extensions.Logging;

namespace EdgeLog.Devices;

public sealed partial class DeviceFleet
{
    [LoggerMessage(1, LogLevel.Warning, "Device {Device}: {Warning}")]
    private static partial void LogWarning(ILogger logger, string device, string warning);
}
