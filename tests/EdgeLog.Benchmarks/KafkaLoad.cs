using System.Globalization;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks;

/// <summary>The Java client that loads both Kafka servers alike; compiled against the Kafka that is there.</summary>
internal sealed class KafkaLoad : IDisposable
{
    private readonly string _classes = Scratch.NewDirectory();

    public async Task CompileAsync()
    {
        string source = Path.Combine(Peer.RepositoryRoot, "tests", "EdgeLog.Benchmarks", "Java", "KafkaLoad.java");
        string[] arguments = ["-cp", $"{Peer.KafkaHome}/libs/*", "-d", _classes, source];
        (await RunningProgram.RunAsync("", "javac", arguments)).Succeeded();
    }

    public Task<LoadResult> ProduceAsync(int port, string topic, int recordBytes, long records) =>
        RunAsync(["produce", $"127.0.0.1:{port}", topic, $"{recordBytes}", $"{records}"]);

    public Task<LoadResult> FetchAsync(int port, string topic, long records) =>
        RunAsync(["fetch", $"127.0.0.1:{port}", topic, $"{records}"]);

    public void Dispose() => Directory.Delete(_classes, recursive: true);

    private async Task<LoadResult> RunAsync(string[] arguments)
    {
        string[] java = ["-Xmx512m", "-cp", $"{_classes}:{Peer.KafkaHome}/libs/*", "KafkaLoad"];
        ProgramResult ended = (await RunningProgram.RunAsync("", "java", [.. java, .. arguments])).Succeeded();
        Dictionary<string, double> figures = ended.Lines
            .Last(line => line.StartsWith("seconds=", StringComparison.Ordinal)).Trim().Split(' ')
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return new LoadResult(figures["seconds"], figures["mb"], figures["cpu"]);
    }
}
