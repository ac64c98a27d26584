using EdgeLog.Records;

namespace EdgeLog.Devices;

/// <summary>One sensor at one time.</summary>
/// <param name="Name">The sensor's name, which begins with its device's.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Time">The gateway's time at the reading.</param>
public sealed record SensorReading(string Name, string Unit, DateTimeOffset Time)
{
    /// <summary>Whether the gateway's clock could be trusted at the reading.</summary>
    public TimeTrust TimeTrust { get; init; }

    /// <summary>The value; null in a bad reading.</summary>
    public double? Value { get; init; }

    /// <summary>Why there is no value; null in a good reading.</summary>
    public string? Error { get; init; }

    /// <summary>When a failed sensor is tried again; null in a good reading and where it is tried every time.</summary>
    public DateTimeOffset? NextRetry { get; init; }

    /// <summary>Whether there is a value.</summary>
    public SensorQuality Quality => Error is null ? SensorQuality.Good : SensorQuality.Bad;
}
