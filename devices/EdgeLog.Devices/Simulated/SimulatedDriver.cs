using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>Driver <c>simulated</c>: one made-up sensor, called as its device.</summary>
internal sealed class SimulatedDriver(string device, PropertyReader settings, TimeProvider time) : Driver
{
    private readonly Sensor[] _sensors = [new SimulatedSensor(device, Signal.Read(settings), time)];

    public override bool IsBlocking => false;

    public override IReadOnlyList<Sensor> Discover() => _sensors;
}
