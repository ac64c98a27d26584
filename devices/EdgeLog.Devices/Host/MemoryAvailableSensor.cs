namespace EdgeLog.Devices;

/// <summary>The bytes of memory that could be given to programs.</summary>
internal sealed class MemoryAvailableSensor(string name, string proc) : Sensor(name, "B")
{
    public override double? Read() => MemoryInfo.Read(proc).AvailableBytes;
}
