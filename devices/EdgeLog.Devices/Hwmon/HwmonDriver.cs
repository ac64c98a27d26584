using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>
/// Driver <c>hwmon</c>: every input of every chip under <c>/sys/class/hwmon</c>. A chip is called by its name and,
/// where two
/// have the same, by its place on the bus too; the kernel's numbers change from boot to boot.
/// </summary>
internal sealed class HwmonDriver : Driver
{
    private readonly string _device;
    private readonly string _root;

    // Those of the last search, by name: what is gone is forgotten, so that names that come and go do not pile up.
    private Dictionary<string, Sensor> _known = new(StringComparer.Ordinal);

    public HwmonDriver(string device, PropertyReader settings)
    {
        _device = device;
        _root = Path.Combine(settings.Find("path.sys") ?? "/sys", "class/hwmon");
    }

    public override IReadOnlyList<Sensor> Discover()
    {
        if (!Directory.Exists(_root))
        {
            throw new SensorException($"{_root} is not there: the kernel has no hardware monitoring");
        }

        (string Path, string Name)[] chips =
        [
            .. Directory.EnumerateFileSystemEntries(_root)
                .Order(StringComparer.Ordinal)
                .Select(path => (path, KernelFile.FindText(Path.Combine(path, "name")) ?? Path.GetFileName(path))),
        ];
        var sensors = new List<Sensor>();
        foreach ((string path, string name) in chips)
        {
            bool isUnique = chips.Count(chip => chip.Name == name) == 1;
            AddInputs(path, KernelFile.NamePart(isUnique ? name : $"{name}-{PlaceOf(path)}"), sensors);
        }

        _known = sensors.DistinctBy(sensor => sensor.Name)
            .ToDictionary(sensor => sensor.Name, StringComparer.Ordinal);
        return sensors;
    }

    /// <summary>
    /// The bus address or device name, which stays the same; the kernel's number where there is none.
    /// </summary>
    private static string PlaceOf(string chipPath) =>
        new DirectoryInfo(Path.Combine(chipPath, "device")).LinkTarget is { } target
            ? Path.GetFileName(target.TrimEnd('/'))
            : Path.GetFileName(chipPath);

    private void AddInputs(string chipPath, string chip, List<Sensor> sensors)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(chipPath, "*_input").Order(StringComparer.Ordinal))
        {
            if (HwmonKind.Of(Path.GetFileName(path)) is not { } kind)
            {
                continue;
            }

            string channelPath = path[..^"_input".Length];
            string channel = Path.GetFileName(channelPath);
            string label = KernelFile.NamePart(KernelFile.FindText(channelPath + "_label") ?? channel);
            string name = $"{_device}.{chip}.{(labels.Add(label) ? label : $"{label}-{channel}")}";
            sensors.Add(_known.GetValueOrDefault(name) ?? new HwmonSensor(name, kind, channelPath));
        }
    }
}
