using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>The published gateway, as users run it, with listeners on ports of the benchmark's choosing.</summary>
internal static class EdgeLogServer
{
    /// <summary>The published executable; <c>deploy/publish</c> makes it.</summary>
    public static string Executable
    {
        get
        {
            string? missing = Peer.WhyMissing("edgelog");
            return missing is null ? Peer.PublishedGateway! : throw new InvalidOperationException(missing);
        }
    }

    public static Task<ServerProcess> StartAsync(BenchPorts ports, string extraYaml)
    {
        string directory = Scratch.NewDirectory();
        string config = Path.Combine(directory, "edgelog.yaml");
        File.WriteAllText(config, $"""
            gateway:
              name: bench
            data:
              directory: {directory}/data
            logging:
              level: warning
            listeners:
              mqtt:
                address: 127.0.0.1:{ports.Mqtt}
              kafka:
                address: 127.0.0.1:{ports.Kafka}
              http:
                address: 127.0.0.1:{ports.Http}
            devices: []
            {extraYaml}
            """);
        return ServerProcess.StartAsync("EdgeLog", ports.Kafka, directory, [Executable, "run", "--config", config]);
    }
}
