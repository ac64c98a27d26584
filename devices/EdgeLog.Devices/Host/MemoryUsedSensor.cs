namespace EdgeLog.Devices;

/// <summary>The share of memory that programs hold and that could not be given to others.</summary>
internal sealed class MemoryUsedSensor(string name, string proc) : Sensor(name, "%")
{
    public override double? Read()
    {
        MemoryInfo memory = MemoryInfo.Read(proc);
        return Math.Round(100 * (1 - (memory.AvailableBytes / memory.TotalBytes)), 2);
    }
}
