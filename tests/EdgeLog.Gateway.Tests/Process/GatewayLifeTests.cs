using System.Net;
using System.Net.Sockets;

namespace EdgeLog.Gateway.Tests.Process;

public sealed class GatewayLifeTests : IAsyncLifetime, IDisposable
{
    private readonly GatewayProcess _gateway = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _gateway.DisposeAsync();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_reload_is_all_or_nothing_and_says_what_changed()
    {
        _gateway.Configure("""
            devices: []
            topics:
              plant.press:
                partitions: 2
                retention.ms: 1d
            """);
        await _gateway.StartAsync();
        _gateway.Configure("devices: []\nmqtt:\n  routes:\n    - filter: 'a/{x}'\n      topic: t\n      key: '{y}'\n");
        var refused = await _gateway.AskAsync("reload");
        Assert.Equal(78, refused.ExitCode);
        Assert.Contains("mqtt.routes[0].key", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("nothing changed, the configuration of ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "none matches", (await _gateway.AskAsync("routes", "test", "a/1")).Succeeded().Output,
            StringComparison.Ordinal);

        _gateway.Configure("""
            devices: []
            logging:
              level: debug
            topics:
              plant.press:
                partitions: 3
                retention.ms: 2d
            mqtt:
              routes:
                - filter: 'a/{x}'
                  topic: 't.{x}'
                  key: '{x}'
            """, httpAddress: "127.0.0.1:1");
        var diff = (await GatewayProcess.CommandAsync("check", "--diff", "--config", _gateway.ConfigFile)).Succeeded();
        Assert.Contains("~ topics.plant.press.partitions: 2 → 3", diff.Output, StringComparison.Ordinal);
        var reload = (await _gateway.AskAsync("reload")).Succeeded();

        Assert.Equal(diff.Output, reload.Output);
        Assert.Contains(
            "1 of these wait for a restart: listeners.http.address", reload.Output, StringComparison.Ordinal);
        Assert.Contains(
            "topic    t.1", (await _gateway.AskAsync("routes", "test", "a/1")).Succeeded().Output,
            StringComparison.Ordinal);
        var described = (await _gateway.AskAsync("topics", "describe", "plant.press")).Succeeded().Output;
        Assert.Contains("retention.ms = 172800000", described, StringComparison.Ordinal);
        var alter = await _gateway.AskAsync("topics", "alter", "plant.press", "--partitions", "4");
        Assert.Contains($"plant.press is declared at {_gateway.ConfigFile}:", alter.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_counted_over_a_restart()
    {
        _gateway.Configure("devices: []\n");
        await _gateway.StartAsync();
        (await _gateway.AskWithInputAsync("a\nb\n", "produce", "edgelog.dead-letters")).Succeeded();
        Assert.Contains("DEAD LETTERS 2 ", (await _gateway.AskAsync("status")).Output, StringComparison.Ordinal);
        _gateway.Process.Signal(15);
        await _gateway.Process.WaitForExitAsync();
        await _gateway.DisposeAsync();

        await _gateway.StartAsync();

        Assert.Contains("DEAD LETTERS 2 ", (await _gateway.AskAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hangup_reloads_and_a_termination_stops_cleanly()
    {
        _gateway.Configure("devices: []\n");
        await _gateway.StartAsync();
        _gateway.Configure("devices: []\nlogging:\n  level: debug\n");

        _gateway.Process.Signal(1);
        await _gateway.Process.WaitForLineAsync("~ logging.level: info → debug");
        _gateway.Process.Signal(15);
        var result = await _gateway.Process.WaitForExitAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("stopped: everything flushed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_http_port_that_is_taken_degrades_and_a_kafka_port_that_is_taken_stops_the_start()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        _gateway.Configure("devices: []\n", httpAddress: $"127.0.0.1:{port}");
        await _gateway.StartAsync();
        var status = (await _gateway.AskAsync("status")).Succeeded();
        Assert.Contains($"DEGRADED  listener http: {port} is held by ", status.Output, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", status.Output, StringComparison.Ordinal);
        await _gateway.DisposeAsync();

        _gateway.Configure("devices: []\n");
        var text = await File.ReadAllTextAsync(_gateway.ConfigFile);
        text = text.Replace("kafka:\n    address: 127.0.0.1:0", $"kafka:\n    address: 127.0.0.1:{port}");
        await File.WriteAllTextAsync(_gateway.ConfigFile, text);
        var refused = await GatewayProcess.CommandAsync("run", "--config", _gateway.ConfigFile);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"listener kafka: {port} is held by ", refused.Output, StringComparison.Ordinal);
    }
}
