using System.Globalization;

namespace EdgeLog.Devices;

/// <summary>The lines of <c>/proc/meminfo</c> that matter here.</summary>
internal readonly record struct MemoryInfo(double TotalBytes, double AvailableBytes)
{
    public static MemoryInfo Read(string proc)
    {
        string path = Path.Combine(proc, "meminfo");
        string text = KernelFile.ReadText(path);
        return new MemoryInfo(Find(text, "MemTotal:", path), Find(text, "MemAvailable:", path));
    }

    private static double Find(string text, string name, string path)
    {
        string? line = text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null
            ? throw new SensorException($"{path} has no line {name}")
            : double.Parse(line[name.Length..].TrimEnd('B', 'k'), CultureInfo.InvariantCulture) * 1024;
    }
}
