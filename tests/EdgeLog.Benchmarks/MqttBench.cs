using System.Globalization;
using EdgeLog.Benchmarks.Servers;

namespace EdgeLog.Benchmarks;

/// <summary>
/// MQTT QoS 1 messages acknowledged per second, 10 connections with 100 in flight each, beside Mosquitto and NATS in
/// the same run, and beside what the disk allows.
/// </summary>
internal static class MqttBench
{
    private const int Clients = 10;
    private const int InFlight = 100;
    private const int Messages = 1_500_000;
    private const int PeerPort = 31983;

    public static async Task RunAsync()
    {
        var table = new MarkdownTable(
            "broker", "payload", "acked/s", "disk allows/s", "broker CPU µs/msg", "load CPU µs/msg", "peak MB");
        foreach (int payloadBytes in new[] { 128, 1_024 })
        {
            int messages = payloadBytes > 500 ? Messages / 2 : Messages;
            TimeSpan flush = FlushProbe.Measure(Clients * InFlight * payloadBytes / 4);
            string bound = (Clients * InFlight / (flush.TotalSeconds * 2)).ToString("N0", CultureInfo.InvariantCulture);
            using (ServerProcess edgelog = await EdgeLogServer.StartAsync(BenchPorts.EdgeLog, ""))
            {
                await MeasureAsync(table, edgelog, BenchPorts.EdgeLog.Mqtt, payloadBytes, messages, bound);
            }

            using (ServerProcess mosquitto = await MosquittoServer.StartAsync(PeerPort))
            {
                await MeasureAsync(table, mosquitto, PeerPort, payloadBytes, messages, "keeps nothing");
            }

            using ServerProcess nats = await NatsServer.StartAsync(PeerPort);
            await MeasureAsync(table, nats, PeerPort, payloadBytes, messages, "flushes later");
        }

        Console.WriteLine(table);
    }

    private static async Task MeasureAsync(
        MarkdownTable table, ServerProcess server, int port, int payloadBytes, int messages, string bound)
    {
        var load = new MqttLoad(port, Clients, InFlight, payloadBytes);
        await load.RunAsync(messages / 10);
        double before = server.CpuSeconds;
        MqttLoadResult result = await load.RunAsync(messages);
        double broker = server.CpuSeconds - before;
        table.Add(
            server.Name,
            $"{payloadBytes} B",
            result.AcknowledgedPerSecond.ToString("N0", CultureInfo.InvariantCulture),
            bound,
            (broker * 1e6 / messages).ToString("0.0", CultureInfo.InvariantCulture),
            (result.CpuSeconds * 1e6 / messages).ToString("0.0", CultureInfo.InvariantCulture),
            server.PeakResidentMb.ToString("0", CultureInfo.InvariantCulture));
    }
}
