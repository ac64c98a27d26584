using System.Globalization;

namespace EdgeLog.Devices;

/// <summary>The share of time that all processors were busy since the last reading, from <c>/proc/stat</c>.</summary>
internal sealed class CpuSensor(string name, string proc) : Sensor(name, "%")
{
    private const int IdleColumn = 3;
    private const int IoWaitColumn = 4;

    /// <summary>user nice system idle iowait irq softirq steal; guest time behind them is part of user.</summary>
    private const int ColumnCount = 8;

    private (double Idle, double Total)? _last;

    public override double? Read()
    {
        string path = Path.Combine(proc, "stat");
        string line = KernelFile.ReadText(path).Split('\n')[0];
        string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < IoWaitColumn + 2 || columns[0] != "cpu")
        {
            throw new SensorException($"{path} does not begin with the line of all processors");
        }

        double[] ticks =
        [
            .. columns.Skip(1).Take(ColumnCount).Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];
        (double Idle, double Total) now = (ticks[IdleColumn] + ticks[IoWaitColumn], ticks.Sum());
        (double Idle, double Total)? before = _last;
        _last = now;
        if (before is not { } last || now.Total <= last.Total)
        {
            return null;
        }

        double busy = 1 - ((now.Idle - last.Idle) / (now.Total - last.Total));
        return Math.Round(Math.Clamp(busy, 0, 1) * 100, 2);
    }
}
