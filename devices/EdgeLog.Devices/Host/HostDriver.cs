using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>Driver <c>host</c>: the machine the gateway runs on, as <c>/proc</c> and <c>/sys</c> show it.</summary>
internal sealed class HostDriver : Driver
{
    private static readonly string[] Virtual = ["lo", "veth", "docker", "br-", "virbr", "ifb", "dummy"];

    private readonly string _device;
    private readonly string _sys;
    private readonly IReadOnlyList<string> _interfaces;
    private readonly TimeProvider _time;
    private readonly List<Sensor> _fixed;

    // Those of the last search, by name: what is gone is forgotten, so that names that come and go do not pile up.
    private Dictionary<string, Sensor> _found = new(StringComparer.Ordinal);

    public HostDriver(string device, PropertyReader settings, TimeProvider time)
    {
        _device = device;
        _time = time;
        string proc = settings.Find("path.proc") ?? "/proc";
        _sys = settings.Find("path.sys") ?? "/sys";
        _interfaces = settings.List("interfaces");
        _fixed =
        [
            new CpuSensor($"{device}.cpu.usage", proc),
            new LoadSensor($"{device}.load.1m", proc, 0),
            new LoadSensor($"{device}.load.5m", proc, 1),
            new LoadSensor($"{device}.load.15m", proc, 2),
            new MemoryUsedSensor($"{device}.memory.used", proc),
            new MemoryAvailableSensor($"{device}.memory.available", proc),
        ];
        IReadOnlyList<string> disks = settings.List("disks");
        foreach (string mount in disks.Count > 0 ? disks : ["/"])
        {
            string name = mount.Trim('/') is { Length: > 0 } path ? KernelFile.NamePart(path) : "root";
            _fixed.Add(new DiskUsedSensor($"{device}.disk.{name}.used", mount));
            _fixed.Add(new DiskFreeSensor($"{device}.disk.{name}.free", mount));
        }
    }

    public override IReadOnlyList<Sensor> Discover()
    {
        List<Sensor> found = [.. Networks(), .. Temperatures()];
        _found = found.DistinctBy(sensor => sensor.Name)
            .ToDictionary(sensor => sensor.Name, StringComparer.Ordinal);
        return [.. _fixed, .. found];
    }

    private List<Sensor> Networks()
    {
        var sensors = new List<Sensor>();
        string root = Path.Combine(_sys, "class/net");
        IEnumerable<string> names = _interfaces.Count > 0 ? _interfaces : Listed(root).Where(IsPhysical);
        foreach (string name in names)
        {
            string statistics = Path.Combine(root, name, "statistics");
            string prefix = $"{_device}.network.{name}";
            sensors.Add(Known($"{prefix}.received", full => new RateSensor(full, $"{statistics}/rx_bytes", _time)));
            sensors.Add(Known($"{prefix}.sent", full => new RateSensor(full, $"{statistics}/tx_bytes", _time)));
        }

        return sensors;
    }

    private List<Sensor> Temperatures()
    {
        var sensors = new List<Sensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        string root = Path.Combine(_sys, "class/thermal");
        foreach (string zone in Listed(root).Where(name => name.StartsWith("thermal_zone", StringComparison.Ordinal)))
        {
            string type = KernelFile.NamePart(KernelFile.FindText(Path.Combine(root, zone, "type")) ?? zone);
            string name = names.Add(type) ? type : $"{type}-{zone}";
            string path = Path.Combine(root, zone, "temp");
            sensors.Add(Known($"{_device}.temperature.{name}", full => new ScaledSensor(full, "°C", path, 1000)));
        }

        return sensors;
    }

    private Sensor Known(string name, Func<string, Sensor> make) => _found.GetValueOrDefault(name) ?? make(name);

    private static IEnumerable<string> Listed(string path) => Directory.Exists(path)
        ? Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).Order()
        : [];

    private static bool IsPhysical(string name) =>
        !Array.Exists(Virtual, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
