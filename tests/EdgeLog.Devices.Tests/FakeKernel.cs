using EdgeLog.Connect;
using EdgeLog.Testing;

namespace EdgeLog.Devices.Tests;

/// <summary>A made-up <c>/proc</c> and <c>/sys</c> in a temporary directory.</summary>
internal sealed class FakeKernel : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public Dictionary<string, string> Settings => new()
    {
        ["path.proc"] = _directory["proc"],
        ["path.sys"] = _directory["sys"],
    };

    public PropertyReader Reader => new(Settings);

    public void Write(string path, string text)
    {
        string full = _directory[path];
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text + "\n");
    }

    public void Delete(string path) => File.Delete(_directory[path]);

    public void DeleteFolder(string path) => Directory.Delete(_directory[path], recursive: true);

    public void Link(string path, string target)
    {
        string full = _directory[path];
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        Directory.CreateSymbolicLink(full, target);
    }

    public void WriteHost()
    {
        Write("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 100 0 100 700 100 0 0 0 0 0");
        Write("proc/loadavg", "0.50 1.25 2.00 1/100 4242");
        Write("proc/meminfo", "MemTotal:        1000 kB\nMemFree:          100 kB\nMemAvailable:     250 kB");
        Write("sys/class/net/eth0/statistics/rx_bytes", "1000");
        Write("sys/class/net/eth0/statistics/tx_bytes", "500");
        Write("sys/class/net/lo/statistics/rx_bytes", "1");
        Write("sys/class/net/veth12/statistics/rx_bytes", "1");
        Write("sys/class/thermal/thermal_zone0/type", "cpu-thermal");
        Write("sys/class/thermal/thermal_zone0/temp", "48312");
        Write("sys/class/thermal/thermal_zone1/type", "cpu-thermal");
        Write("sys/class/thermal/thermal_zone1/temp", "51000");
        Write("sys/class/thermal/cooling_device0/type", "fan");
    }

    public void Dispose() => _directory.Dispose();
}
