namespace EdgeLog.Devices.Tests;

/// <summary>A sensor that does what the test says.</summary>
internal sealed class ScriptedSensor(string name, Func<double?> read) : Sensor(name, "°C")
{
    private int _readCount;

    public int ReadCount => _readCount;

    public Func<double?> OnRead { get; set; } = read;

    public override double? Read()
    {
        Interlocked.Increment(ref _readCount);
        return OnRead();
    }
}
