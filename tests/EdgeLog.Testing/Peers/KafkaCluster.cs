using System.Net;
using System.Net.Sockets;

namespace EdgeLog.Testing.Peers;

/// <summary>A real Apache Kafka on loopback, of one broker or three, for one test class.</summary>
public sealed class KafkaCluster : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private KafkaCluster(int port) => Port = port;

    /// <summary>The first broker's port; broker N listens two further on.</summary>
    public int Port { get; }

    public string BootstrapServers { get; private set; } = "";

    /// <summary>Where the brokers keep their data and logs.</summary>
    public string Directory => _directory.Path;

    public static async Task<KafkaCluster> StartAsync(int brokers, params IEnumerable<string> serverProperties)
    {
        var cluster = new KafkaCluster(FreePortRange(brokers * 2));
        try
        {
            ProgramResult started = await ScriptAsync(
                ["start", cluster.Directory, $"{brokers}", $"{cluster.Port}", .. serverProperties]);
            cluster.BootstrapServers = started.Lines[^1].Trim();
            return cluster;
        }
        catch
        {
            // Those of several brokers that did start would outlive the test.
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL for all brokers, or for one.</summary>
    public Task KillAsync(params IEnumerable<int> brokers) =>
        ScriptAsync(["kill", Directory, .. brokers.Select(id => $"{id}")]);

    /// <summary>A clean stop for all brokers, or for one; the data stays.</summary>
    public Task StopAsync(params IEnumerable<int> brokers) =>
        ScriptAsync(["stop", Directory, .. brokers.Select(id => $"{id}")]);

    /// <summary>Starts all brokers, or one, again on the same data.</summary>
    public Task ResumeAsync(params IEnumerable<int> brokers) =>
        ScriptAsync(["resume", Directory, .. brokers.Select(id => $"{id}")]);

    /// <summary>Runs one of Kafka's command-line tools, e.g. <c>kafka-topics.sh</c>, with nothing added.</summary>
    public static Task<ProgramResult> ToolAsync(string tool, params IEnumerable<string> arguments) =>
        RunningProgram.RunAsync("", Path.Combine(Peer.KafkaHome!, "bin", tool), arguments);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Dispose();
    }

    private static async Task<ProgramResult> ScriptAsync(IEnumerable<string> arguments) =>
        (await RunningProgram.RunAsync("", Path.Combine(Peer.KafkaHome!, "bin", "cluster.sh"), arguments)).Succeeded();

    private static int FreePortRange(int count)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            int first = Random.Shared.Next(20_000, 30_000);
            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException("no free run of ports on loopback");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
