using System.Globalization;
using EdgeLog.Benchmarks.Servers;

namespace EdgeLog.Benchmarks;

/// <summary>
/// Kafka produce and fetch in MB/s through one Java client, beside Apache Kafka in the same run, and beside what the
/// disk allows a producer at its defaults: five requests of one batch each in flight.
/// </summary>
internal static class KafkaBench
{
    private const int ApachePort = 39192;
    private const int InFlightBytes = 5 * 16_384;

    public static async Task RunAsync()
    {
        var table = new MarkdownTable(
            "server",
            "record",
            "produce MB/s",
            "disk allows",
            "fetch MB/s",
            "CPU s/GB produced",
            "fetched",
            "client CPU",
            "peak MB");
        using var load = new KafkaLoad();
        await load.CompileAsync();
        foreach ((int recordBytes, long records) in new[] { (100, 4_000_000L), (1_000, 800_000L) })
        {
            string bound = Figure(InFlightBytes / 1e6 / (FlushProbe.Measure(InFlightBytes).TotalSeconds * 2));
            using (ServerProcess edgelog = await EdgeLogServer.StartAsync(BenchPorts.EdgeLog, ""))
            {
                await MeasureAsync(table, load, edgelog, ("EdgeLog, flushed", bound), recordBytes, records);
            }

            using ServerProcess apache = await KafkaServer.StartAsync(ApachePort);
            await KafkaServer.CreateTopicAsync(ApachePort, "flushed", "flush.messages=1");
            await MeasureAsync(table, load, apache, ("Apache Kafka, not flushed", ""), recordBytes, records);
            await MeasureAsync(table, load, apache, ("Apache Kafka, flush.messages=1", ""), recordBytes, records / 2);
        }

        Console.WriteLine(table);
    }

    private static async Task MeasureAsync(
        MarkdownTable table,
        KafkaLoad load,
        ServerProcess server,
        (string Name, string Bound) row,
        int recordBytes,
        long records)
    {
        string topic = row.Name.Contains("flush.messages", StringComparison.Ordinal) ? "flushed" : "load";
        double before = server.CpuSeconds;
        LoadResult produced = await load.ProduceAsync(server.Port, topic, recordBytes, records);
        double between = server.CpuSeconds;
        LoadResult fetched = await load.FetchAsync(server.Port, topic, records);
        double after = server.CpuSeconds;
        table.Add(
            row.Name,
            $"{recordBytes} B",
            Figure(produced.MegabytesPerSecond),
            row.Bound,
            Figure(fetched.MegabytesPerSecond),
            Figure((between - before) * 1_000 / produced.Megabytes),
            Figure((after - between) * 1_000 / fetched.Megabytes),
            $"{Figure(100 * produced.CpuSeconds / produced.Seconds)} %",
            Figure(server.PeakResidentMb));
    }

    private static string Figure(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
