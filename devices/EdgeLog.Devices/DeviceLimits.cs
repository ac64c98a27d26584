namespace EdgeLog.Devices;

/// <summary>The bounds of what devices may take.</summary>
internal static class DeviceLimits
{
    /// <summary>Below, the schedule costs more than the reading.</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>A kernel driver that retries a bus answers or fails well within; what takes longer hangs.</summary>
    public static readonly TimeSpan ReadTimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>The first wait after a failed reading.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    /// <summary>The longest: a sensor that is plugged in again is back within a minute.</summary>
    public static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    /// <summary>For how long a sensor that is no longer there is reported bad before it is forgotten.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(10);

    /// <summary>Sensors of one device; a broken driver must not fill the log.</summary>
    public const int MaxSensors = 1000;

    /// <summary>Readings on request that may wait.</summary>
    public const int MaxWaitingReads = 16;
}
