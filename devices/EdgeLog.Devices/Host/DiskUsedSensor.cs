namespace EdgeLog.Devices;

/// <summary>The share of a filesystem that is used, of what ordinary users may use.</summary>
internal sealed class DiskUsedSensor(string name, string mount) : Sensor(name, "%")
{
    public override double? Read()
    {
        var drive = new DriveInfo(mount);
        double used = drive.TotalSize - drive.TotalFreeSpace;
        return Math.Round(100 * used / (used + drive.AvailableFreeSpace), 2);
    }
}
