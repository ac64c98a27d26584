using System.Net;
using System.Net.Sockets;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.EndToEnd;

/// <summary>
/// The gateway as users get it: the published executable in a process of its own, with its own ports and data, which
/// can be killed as by a power cut and started again.
/// </summary>
internal sealed class PublishedGateway : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _config;
    private RunningProgram? _process;

    public PublishedGateway(string yaml)
    {
        MqttPort = FreePort();
        KafkaPort = FreePort();
        HttpPort = FreePort();
        _config = _directory["edgelog.yaml"];
        File.WriteAllText(_config, $"""
            gateway:
              name: audit
            data:
              directory: {DataDirectory}
            listeners:
              mqtt:
                address: 127.0.0.1:{MqttPort}
              kafka:
                address: 127.0.0.1:{KafkaPort}
              http:
                address: 127.0.0.1:{HttpPort}
            devices: []
            {yaml}
            """);
    }

    public int MqttPort { get; }

    public int KafkaPort { get; }

    public int HttpPort { get; }

    public string DataDirectory => _directory["data"];

    /// <summary>The executable that <c>deploy/publish</c> made.</summary>
    public static string Executable => Peer.PublishedGateway!;

    public string Output => $"{_process?.Output}{_process?.Errors}";

    public async Task StartAsync()
    {
        _process = RunningProgram.Start(Executable, "run", "--config", _config);
        (await CommandAsync("status", "--wait", "healthy", "--timeout", "60s")).Succeeded();
    }

    /// <summary>SIGKILL, as a power cut would, and back again on the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        _process!.Signal(9);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
        await StartAsync();
    }

    /// <summary>SIGTERM; how the gateway ended.</summary>
    public Task<ProgramResult> StopAsync()
    {
        _process!.Signal(15);
        return _process.WaitForExitAsync();
    }

    public Task<ProgramResult> CommandAsync(params IEnumerable<string> command) => CommandWithInputAsync("", command);

    public Task<ProgramResult> CommandWithInputAsync(string input, params IEnumerable<string> command) =>
        RunningProgram.RunAsync(input, Executable, [.. command, "--data", DataDirectory]);

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
