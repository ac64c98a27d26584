namespace EdgeLog.Devices;

/// <summary>
/// One input of a hwmon chip. Where the chip says that the sensor is faulty, its number means nothing.
/// </summary>
internal sealed class HwmonSensor(string name, HwmonKind kind, string channelPath) : Sensor(name, kind.Unit)
{
    public override double? Read() => KernelFile.FindText(channelPath + "_fault") is "1"
        ? throw new SensorException("the chip reports this sensor as faulty")
        : KernelFile.ReadNumber(channelPath + "_input") / kind.Divisor;
}
