namespace EdgeLog.Devices;

/// <summary>Whether a reading's value can be relied on.</summary>
public enum SensorQuality
{
    /// <summary>The value was read at the time given.</summary>
    Good,

    /// <summary>There is no value; the error says why.</summary>
    Bad,
}
