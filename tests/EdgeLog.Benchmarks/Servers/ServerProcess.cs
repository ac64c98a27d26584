using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>
/// A server under measurement: a process of its own with its data in a folder of its own. CPU and memory are what the
/// system accounts to it, so that what it does in threads, collectors and kernels all counts.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private const double TicksPerSecond = 100;

    private readonly Process _process;
    private readonly string _directory;

    private ServerProcess(string name, int port, Process process, string directory)
    {
        Name = name;
        Port = port;
        _process = process;
        _directory = directory;
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Processor time spent since the start, user and system.</summary>
    public double CpuSeconds
    {
        get
        {
            string stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[11], CultureInfo.InvariantCulture)
                + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>The most memory that was ever resident, in MB.</summary>
    public double PeakResidentMb =>
        File.ReadLines($"/proc/{_process.Id}/status")
            .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture) / 1024)
            .First();

    /// <summary>Starts a program that listens on <paramref name="port"/>, and waits until it does.</summary>
    public static async Task<ServerProcess> StartAsync(string name, int port, string directory, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        var file = new StreamWriter(Path.Combine(directory, "server.txt")) { AutoFlush = true };
        var output = TextWriter.Synchronized(file);
        process.OutputDataReceived += (_, line) => output.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(name, port, process, directory);
        await server.WaitUntilItListensAsync();
        return server;
    }

    /// <summary>Takes over a server that a script of its own started.</summary>
    public static ServerProcess Attach(string name, int port, string directory, int processId) =>
        new(name, port, Process.GetProcessById(processId), directory);

    /// <summary>Adds to the configuration file of a gateway under measurement.</summary>
    public Task AppendToConfigAsync(string yaml) =>
        File.AppendAllTextAsync(Path.Combine(_directory, "edgelog.yaml"), $"\n{yaml}\n");

    /// <summary>Runs a command of the gateway against this one.</summary>
    public Task<ProgramResult> CommandAsync(params string[] command) =>
        RunningProgram.RunAsync("", EdgeLogServer.Executable, [.. command, "--data", Path.Combine(_directory, "data")]);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task WaitUntilItListensAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
        {
            if (_process.HasExited)
            {
                break;
            }

            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException(
            $"{Name} does not listen on {Port}\n{File.ReadAllText(Path.Combine(_directory, "server.txt"))}");
    }
}
