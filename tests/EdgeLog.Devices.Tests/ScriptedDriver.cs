namespace EdgeLog.Devices.Tests;

/// <summary>A driver whose sensors do what the test says.</summary>
internal sealed class ScriptedDriver : Driver
{
    public List<Sensor> Sensors { get; } = [];

    public string? Error { get; set; }

    public override IReadOnlyList<Sensor> Discover() =>
        Error is null ? [.. Sensors] : throw new SensorException(Error);

    public ScriptedSensor Add(string name, Func<double?> read)
    {
        var sensor = new ScriptedSensor(name, read);
        Sensors.Add(sensor);
        return sensor;
    }
}
