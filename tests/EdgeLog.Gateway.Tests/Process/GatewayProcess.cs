using System.Text.Json;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.Process;

/// <summary>The gateway as built, in a process of its own on free ports, and its commands.</summary>
public sealed class GatewayProcess : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private RunningProgram? _process;

    public string ConfigFile => _directory["edgelog.yaml"];

    public string Data => _directory["data"];

    public RunningProgram Process => _process!;

    public static Task<ProgramResult> CommandAsync(params IEnumerable<string> arguments) =>
        WithInputAsync("", arguments);

    public static Task<ProgramResult> WithInputAsync(string input, params IEnumerable<string> arguments) =>
        RunningProgram.RunAsync(input, "dotnet", [Path.Combine(AppContext.BaseDirectory, "edgelog.dll"), .. arguments]);

    public static RunningProgram Start(params IEnumerable<string> arguments) =>
        RunningProgram.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "edgelog.dll"), .. arguments]);

    /// <summary>A command to this gateway.</summary>
    public Task<ProgramResult> AskAsync(params IEnumerable<string> arguments) =>
        CommandAsync([.. arguments, "--data", Data]);

    public Task<ProgramResult> AskWithInputAsync(string input, params IEnumerable<string> arguments) =>
        WithInputAsync(input, [.. arguments, "--data", Data]);

    /// <summary>The actual address of a listener.</summary>
    public async Task<string> AddressOfAsync(string listener)
    {
        using var status = JsonDocument.Parse((await AskAsync("status", "--json")).Succeeded().Output);
        return status.RootElement.GetProperty("listeners").EnumerateArray()
            .Single(l => l.GetProperty("name").GetString() == listener).GetProperty("address").GetString()!;
    }

    public void Configure(string yaml, string httpAddress = "127.0.0.1:0") => File.WriteAllText(ConfigFile, $"""
        gateway:
          name: press-7
        data:
          directory: {Data}
        listeners:
          mqtt:
            address: 127.0.0.1:0
          kafka:
            address: 127.0.0.1:0
          http:
            address: {httpAddress}
        {yaml}
        """);

    public async Task StartAsync()
    {
        _process = Start("run", "--config", ConfigFile);
        await _process.WaitForLineAsync("ready: ");
    }

    public async Task InitializeAsync()
    {
        Configure("devices: []\n");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public void Dispose() => _directory.Dispose();
}
