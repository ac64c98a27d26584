using System.Globalization;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks;

/// <summary>The MQTT load, the same for every broker: the simulator, in a process of its own.</summary>
internal sealed record MqttLoad(int Port, int Clients, int InFlight, int PayloadBytes)
{
    public async Task<MqttLoadResult> RunAsync(int messages)
    {
        ProgramResult ended = (await RunningProgram.RunAsync(
            "",
            Peer.Simulator,
            "--port", $"{Port}",
            "--clients", $"{Clients}",
            "--in-flight", $"{InFlight}",
            "--payload-bytes", $"{PayloadBytes}",
            "--messages", $"{messages}",
            "--topic", "bench/{client}",
            "--qos", "1")).Succeeded();
        Dictionary<string, double> figures = ended.Lines
            .Last(line => line.StartsWith("acked=", StringComparison.Ordinal)).Split(' ')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return new MqttLoadResult(figures["acked"] / figures["seconds"], figures["cpu"]);
    }
}
