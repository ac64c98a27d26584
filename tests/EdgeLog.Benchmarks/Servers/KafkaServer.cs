using System.Globalization;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>One broker of Apache Kafka at its defaults.</summary>
internal static class KafkaServer
{
    public static async Task<ServerProcess> StartAsync(int port)
    {
        string directory = Scratch.NewDirectory();
        string script = Path.Combine(Peer.KafkaHome!, "bin", "cluster.sh");
        (await RunningProgram.RunAsync("", script, "start", directory, "1", $"{port}")).Succeeded();
        int processId = int.Parse(File.ReadAllText(Path.Combine(directory, "pid-1")), CultureInfo.InvariantCulture);
        return ServerProcess.Attach("Apache Kafka", port, directory, processId);
    }

    public static async Task CreateTopicAsync(int port, string topic, params string[] config) =>
        (await KafkaCluster.ToolAsync(
            "kafka-topics.sh",
            ["--bootstrap-server", $"127.0.0.1:{port}", "--create", "--topic", topic, "--partitions", "1",
                .. config.SelectMany(setting => new[] { "--config", setting })])).Succeeded();
}
