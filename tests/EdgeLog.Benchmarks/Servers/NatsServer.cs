using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>NATS with its MQTT listener: QoS 1 messages go into a JetStream file stream, flushed by a timer.</summary>
internal static class NatsServer
{
    public static Task<ServerProcess> StartAsync(int port)
    {
        string directory = Scratch.NewDirectory();
        string config = Path.Combine(directory, "nats.conf");
        File.WriteAllText(config, $$"""
            server_name: bench
            listen: 127.0.0.1:{{port + 1}}
            jetstream { store_dir: "{{directory}}/jetstream" }
            mqtt { listen: "127.0.0.1:{{port}}", max_ack_pending: 65535 }

            """);
        return ServerProcess.StartAsync(
            "NATS JetStream", port, directory, [Peer.OnPath("nats-server") ?? "nats-server", "-c", config]);
    }
}
