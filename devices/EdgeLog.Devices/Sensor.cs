namespace EdgeLog.Devices;

/// <summary>One thing that can be read. Used by one thread at a time.</summary>
internal abstract class Sensor(string name, string unit)
{
    public string Name { get; } = name;

    public string Unit { get; } = unit;

    /// <summary>
    /// The value now; null where one more reading is needed before there is one, as for a rate. May block; throws where
    /// it
    /// cannot be read.
    /// </summary>
    public abstract double? Read();
}
