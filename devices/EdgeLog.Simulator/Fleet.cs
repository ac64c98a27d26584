using System.Diagnostics;

namespace EdgeLog.Simulator;

/// <summary>All pretend devices: starts them together, waits for the last, adds up.</summary>
public static class Fleet
{
    private const int StackBytes = 256 * 1024;

    /// <summary>Runs the fleet to its end. Throws the first failure of any device.</summary>
    public static FleetResult Run(SimulatorOptions options)
    {
        using var audit = new AuditFile(options.AckedFile);
        SimulatedDevice[] devices =
            [.. Enumerable.Range(0, options.Clients).Select(client => new SimulatedDevice(options, client, audit))];
        Exception? failure = null;
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Thread[] threads = [.. devices.Select(device => new Thread(
            () =>
            {
                try
                {
                    device.Run();
                }
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref failure, exception, null);
                }
            },
            StackBytes))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        if (failure is not null)
        {
            throw new IOException($"a device gave up: {failure.Message}", failure);
        }

        return new FleetResult(
            devices.Sum(device => device.Acknowledged),
            devices.Sum(device => device.SentAgain),
            Stopwatch.GetElapsedTime(started),
            Environment.CpuUsage.TotalTime - cpuBefore);
    }
}
