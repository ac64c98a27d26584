using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>A device as of now.</summary>
/// <param name="Name">The device's name.</param>
/// <param name="Driver">Its driver.</param>
/// <param name="Topic">Where its readings go.</param>
public sealed record DeviceStatus(string Name, string Driver, string Topic)
{
    /// <summary>The last reading of each sensor, by name.</summary>
    public IReadOnlyList<SensorReading> Sensors { get; init; } = [];

    /// <summary>The task that appends its readings: counts, and what is wrong with appending.</summary>
    public required WorkerTaskStatus Task { get; init; }

    /// <summary>How many readings the schedule left out because the one before took too long.</summary>
    public long SkippedPollCount { get; init; }

    /// <summary>How many single readings did not answer within their time.</summary>
    public long HangCount { get; init; }

    /// <summary>How many sensors read well.</summary>
    public int OkCount => Sensors.Count(sensor => sensor.Quality == SensorQuality.Good);

    /// <summary>How many do not.</summary>
    public int BadCount => Sensors.Count - OkCount;
}
