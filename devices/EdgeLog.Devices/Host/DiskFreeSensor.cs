namespace EdgeLog.Devices;

/// <summary>The bytes that ordinary users may still write.</summary>
internal sealed class DiskFreeSensor(string name, string mount) : Sensor(name, "B")
{
    public override double? Read() => new DriveInfo(mount).AvailableFreeSpace;
}
