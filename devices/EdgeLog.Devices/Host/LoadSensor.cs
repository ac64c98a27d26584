using System.Globalization;

namespace EdgeLog.Devices;

/// <summary>The load average over 1, 5 or 15 minutes, from <c>/proc/loadavg</c>.</summary>
internal sealed class LoadSensor(string name, string proc, int column) : Sensor(name, "1")
{
    public override double? Read() => double.Parse(
        KernelFile.ReadText(Path.Combine(proc, "loadavg")).Split(' ')[column], CultureInfo.InvariantCulture);
}
