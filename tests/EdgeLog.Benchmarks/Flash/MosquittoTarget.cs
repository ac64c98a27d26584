using System.Globalization;
using System.Text;
using EdgeLog.Benchmarks.Servers;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Flash;

/// <summary>
/// Mosquitto with persistence and a subscriber that is away: every message waits in its database, which it writes whole
/// each <c>autosave_interval</c>. At its default of half an hour a power cut takes back that much; here it is a second,
/// the shortest that it knows.
/// </summary>
internal sealed class MosquittoTarget(ServerProcess broker, RunningProgram publisher) : FlashTarget
{
    private static int _lastPort = 32_410;

    public static async Task<FlashTarget> OpenAsync(string disk)
    {
        int port = Interlocked.Increment(ref _lastPort);
        string directory = Scratch.NewDirectory();
        string config = Path.Combine(directory, "mosquitto.conf");
        await File.WriteAllTextAsync(config, $"""
            listener {port} 127.0.0.1
            user root
            allow_anonymous true
            max_inflight_messages 0
            max_queued_messages 0
            persistence true
            persistence_location {disk}/
            autosave_interval 1
            log_type error

            """);
        ServerProcess broker = await ServerProcess.StartAsync(
            "Mosquitto", port, directory, [Peer.OnPath("mosquitto")!, "-c", config]);
        string portText = port.ToString(CultureInfo.InvariantCulture);
        (await RunningProgram.RunAsync(
            "", "mosquitto_sub", "-p", portText, "-i", "away", "-c", "-q", "1", "-t", "#", "-E")).Succeeded();
        return new MosquittoTarget(
            broker, RunningProgram.Start("mosquitto_pub", "-p", portText, "-q", "1", "-t", "readings", "-l"));
    }

    public override async ValueTask SendAsync(int partition, byte[] value) =>
        await publisher.SendAsync(Encoding.UTF8.GetString(value) + "\n");

    public override async ValueTask DisposeAsync()
    {
        publisher.CloseInput();
        (await publisher.WaitForExitAsync()).Succeeded();
        await publisher.DisposeAsync();
        broker.Dispose();
    }
}
