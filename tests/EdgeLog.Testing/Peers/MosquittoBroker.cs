using System.Net;
using System.Net.Sockets;

namespace EdgeLog.Testing.Peers;

/// <summary>A real mosquitto on loopback that keeps its sessions over a stop and a start.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _config;
    private RunningProgram? _process;

    private MosquittoBroker(string settings)
    {
        Port = FreePort();
        _config = _directory["mosquitto.conf"];

        // Where tests run as root it would go on as a user who may not write here.
        File.WriteAllText(_config, $"""
            user root
            listener {Port} 127.0.0.1
            persistence true
            persistence_location {_directory.Path}/
            max_queued_messages 0
            {settings}

            """);
    }

    public int Port { get; }

    /// <summary>What it logged since its last start.</summary>
    public string Log => $"{_process?.Output}{_process?.Errors}";

    /// <summary>Starts one, by default open to everybody; <paramref name="settings"/> are lines of its file.</summary>
    public static async Task<MosquittoBroker> StartAsync(string settings = "allow_anonymous true")
    {
        var broker = new MosquittoBroker(settings);
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts it after a stop, with what it kept.</summary>
    public async Task StartAgainAsync()
    {
        _process = RunningProgram.Start(Peer.OnPath("mosquitto")!, "-c", _config, "-v");
        await _process.WaitForLineAsync(" running");
    }

    /// <summary>Stops it as its service does: it saves what it has.</summary>
    public async Task StopAsync()
    {
        _process!.Signal(15);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Publishes one message a line and waits until the broker has all of them.</summary>
    public async Task PublishAsync(string topic, string lines, params IEnumerable<string> options) =>
        (await RunningProgram.RunAsync(
            lines, "mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{Port}", "-t", topic, "-l", .. options])).Succeeded();

    /// <summary>Subscribes until it has so many messages; each is a line of topic and payload.</summary>
    public async Task<RunningProgram> SubscribeAsync(string filter, int count, params IEnumerable<string> options)
    {
        var subscriber = RunningProgram.Start(
            "stdbuf",
            [
                "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{Port}", "-t", filter, "-C", $"{count}", "-W", "120",
                "-v", "-d", .. options,
            ]);
        await subscriber.WaitForLineAsync("Subscribed");
        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
