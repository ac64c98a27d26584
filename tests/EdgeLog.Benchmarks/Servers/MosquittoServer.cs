using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>Mosquitto as most people run it: in memory, no persistence, no limit on what is in flight.</summary>
internal static class MosquittoServer
{
    public static Task<ServerProcess> StartAsync(int port)
    {
        string directory = Scratch.NewDirectory();
        string config = Path.Combine(directory, "mosquitto.conf");
        File.WriteAllText(config, $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            max_inflight_messages 0
            max_queued_messages 0
            log_type error

            """);
        return ServerProcess.StartAsync(
            "Mosquitto", port, directory, [Peer.OnPath("mosquitto") ?? "mosquitto", "-c", config]);
    }
}
