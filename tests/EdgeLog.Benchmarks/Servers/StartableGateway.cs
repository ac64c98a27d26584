using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeLog.Benchmarks.Servers;

/// <summary>The published gateway, started again and again on one data directory, as systemd starts it.</summary>
internal sealed partial class StartableGateway : IDisposable
{
    private const int Terminate = 15;

    private readonly string _directory = Scratch.NewDirectory();
    private readonly Socket _notified = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringBuilder _output = new();
    private Process? _process;

    public StartableGateway()
    {
        _notified.Bind(new UnixDomainSocketEndPoint(NotifyPath));
        _notified.ReceiveTimeout = (int)TimeSpan.FromMinutes(2).TotalMilliseconds;
        File.WriteAllText(ConfigPath, $"""
            data:
              directory: {DataDirectory}
            listeners:
              mqtt:
                address: 127.0.0.1:{BenchPorts.EdgeLog.Mqtt}
              kafka:
                address: 127.0.0.1:{BenchPorts.EdgeLog.Kafka}
              http:
                address: 127.0.0.1:{BenchPorts.EdgeLog.Http}
            devices: []
            """);
    }

    public string DataDirectory => Path.Combine(_directory, "data");

    /// <summary>What the log says that opening took, of the last start.</summary>
    public TimeSpan Opening { get; private set; }

    private string NotifyPath => Path.Combine(_directory, "notify");

    private string ConfigPath => Path.Combine(_directory, "edgelog.yaml");

    /// <summary>Starts it; the time from the start of the process to its word that it is ready.</summary>
    public TimeSpan Start()
    {
        var start = new ProcessStartInfo(EdgeLogServer.Executable, ["run", "--config", ConfigPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NOTIFY_SOCKET"] = NotifyPath },
        };
        _output.Clear();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += OnLine;
        _process.ErrorDataReceived += OnLine;
        long started = Stopwatch.GetTimestamp();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        WaitUntilReady();
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Sends it messages, which are acknowledged and still in its journal afterwards.</summary>
    public static Task LoadAsync() => new MqttLoad(BenchPorts.EdgeLog.Mqtt, 10, 100, 128).RunAsync(20_000);

    public void Kill()
    {
        _process!.Kill();
        End();
    }

    public void Stop()
    {
        using Process signal = Process.Start("kill", $"-{Terminate} {_process!.Id}");
        signal.WaitForExit();
        End();
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        _notified.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [GeneratedRegex(@"ready in (\d+) ms")]
    private static partial Regex OpenedIn();

    private void WaitUntilReady()
    {
        var message = new byte[4_096];
        string said;
        do
        {
            said = Encoding.UTF8.GetString(message, 0, _notified.Receive(message));
        }
        while (!said.StartsWith("READY=1", StringComparison.Ordinal));
    }

    private void OnLine(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    private void End()
    {
        _process!.WaitForExit();
        _process.Dispose();
        _process = null;
        lock (_output)
        {
            Opening = TimeSpan.FromMilliseconds(
                double.Parse(OpenedIn().Match(_output.ToString()).Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }
}
