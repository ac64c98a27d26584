namespace EdgeLog.Devices;

/// <summary>
/// A kernel attribute that holds a number in a fraction of its unit, such as thousandths of a degree.
/// </summary>
internal sealed class ScaledSensor(string name, string unit, string path, double divisor) : Sensor(name, unit)
{
    public override double? Read() => KernelFile.ReadNumber(path) / divisor;
}
