using System.Diagnostics;
using System.Globalization;
using EdgeLog.Benchmarks.Servers;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks;

/// <summary>Mirroring a backlog of 1 KB records into a real Kafka, beside MirrorMaker 2 between two Kafkas.</summary>
internal static class MirrorBench
{
    private const int TargetPort = 39292;
    private const int SourcePort = 39392;
    private const int RecordBytes = 1_000;
    private const long Records = 1_000_000;

    public static async Task RunAsync()
    {
        var table = new MarkdownTable("mirror", "MB/s", "CPU s/GB", "peak MB");
        using var load = new KafkaLoad();
        await load.CompileAsync();
        await MeasureEdgeLogAsync(table, load);
        await MeasureMirrorMakerAsync(table, load);
        Console.WriteLine(table);
    }

    private static async Task MeasureEdgeLogAsync(MarkdownTable table, KafkaLoad load)
    {
        using ServerProcess target = await KafkaServer.StartAsync(TargetPort);
        using ServerProcess edgelog = await EdgeLogServer.StartAsync(BenchPorts.EdgeLog, "");
        await load.ProduceAsync(edgelog.Port, "load", RecordBytes, Records);
        await edgelog.AppendToConfigAsync($"""
            clusters:
              central:
                bootstrap.servers: 127.0.0.1:{TargetPort}
            mirrors:
              - to: central
                topics: [load]
            """);
        double before = edgelog.CpuSeconds;
        long started = Stopwatch.GetTimestamp();
        (await edgelog.CommandAsync("reload")).Succeeded();
        (await edgelog.CommandAsync("mirrors", "wait", "central")).Succeeded();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        Report(table, "EdgeLog", elapsed, edgelog.CpuSeconds - before, edgelog.PeakResidentMb);
    }

    private static async Task MeasureMirrorMakerAsync(MarkdownTable table, KafkaLoad load)
    {
        using ServerProcess target = await KafkaServer.StartAsync(TargetPort);
        using ServerProcess source = await KafkaServer.StartAsync(SourcePort);
        await load.ProduceAsync(source.Port, "load", RecordBytes, Records);
        using ServerProcess maker = await MirrorMakerProcess.StartAsync(SourcePort, TargetPort);

        // MirrorMaker starts its worker first; its clock runs from the first record that arrives.
        await WaitForEndOffsetAsync(1);
        double before = maker.CpuSeconds;
        long from = await EndOffsetAsync();
        long started = Stopwatch.GetTimestamp();
        await WaitForEndOffsetAsync(Records);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        double share = (Records - from) / (double)Records;
        Report(table, "MirrorMaker 2", elapsed / share, (maker.CpuSeconds - before) / share, maker.PeakResidentMb);
    }

    private static async Task WaitForEndOffsetAsync(long offset)
    {
        while (await EndOffsetAsync() < offset)
        {
            await Task.Delay(100);
        }
    }

    private static async Task<long> EndOffsetAsync()
    {
        ProgramResult asked = await RunningProgram.RunAsync(
            "", "kcat", "-b", $"127.0.0.1:{TargetPort}", "-Q", "-t", "source.load:0:-1");
        string? line = asked.Lines.FirstOrDefault(text => text.Contains("offset", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }

    private static void Report(MarkdownTable table, string name, TimeSpan elapsed, double cpuSeconds, double peakMb)
    {
        const double Megabytes = Records * RecordBytes / 1e6;
        string rate = Figure(Megabytes / elapsed.TotalSeconds);
        table.Add(name, rate, Figure(cpuSeconds * 1_000 / Megabytes), Figure(peakMb));
    }

    private static string Figure(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
