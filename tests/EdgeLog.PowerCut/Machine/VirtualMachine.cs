using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeLog.PowerCut;

/// <summary>
/// One life of the gateway's board, from power on to power off: a QEMU process without hardware acceleration, its
/// console, and its ports on this machine's loopback.
/// </summary>
internal sealed class VirtualMachine : IAsyncDisposable
{
    /// <summary>The line of the guest's init before it reads its words.</summary>
    public const string WaitingLine = "powercut: waiting";

    /// <summary>What the gateway says before it opens its log.</summary>
    public const string OpeningLine = "gateway: EdgeLog";

    /// <summary>The line of the guest's init when the gateway ended.</summary>
    public const string EndedLine = "powercut: edgelog ended";

    /// <summary>What the gateway says when it takes connections.</summary>
    public const string ReadyLine = "gateway: ready";

    private readonly Process _process;
    private readonly StringBuilder _console = new();
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private readonly List<(string Text, TaskCompletionSource<bool> Seen)> _waiting = [];

    private VirtualMachine(Process process, int mqttPort, int kafkaPort)
    {
        _process = process;
        MqttEndPoint = new IPEndPoint(IPAddress.Loopback, mqttPort);
        KafkaEndPoint = new IPEndPoint(IPAddress.Loopback, kafkaPort);
        _reading = ReadConsoleAsync();
    }

    public IPEndPoint MqttEndPoint { get; }

    public IPEndPoint KafkaEndPoint { get; }

    /// <summary>The processor time it took so far, of this machine; zero when it has ended.</summary>
    public TimeSpan Cpu
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>Everything the machine has printed so far.</summary>
    public string Console
    {
        get
        {
            lock (_lock)
            {
                return _console.ToString();
            }
        }
    }

    /// <summary>
    /// Boots a machine up to where it waits for its words, and keeps an image of it there: booting takes a machine
    /// without hardware acceleration longer than all the rest of a life.
    /// </summary>
    public static async Task MakeWaitingImageAsync(MachineOptions options, TimeSpan timeout)
    {
        File.Delete(options.MonitorSocket);
        await using VirtualMachine machine =
            Launch(options, ["-monitor", $"unix:{options.MonitorSocket},server=on,wait=off"]);
        if (!await machine.WaitForAsync(WaitingLine, timeout))
        {
            throw new IOException($"the machine does not boot:\n{machine.Console}");
        }

        using var monitor = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await monitor.ConnectAsync(new UnixDomainSocketEndPoint(options.MonitorSocket));
        string image = options.WaitingImage;
        await monitor.SendAsync(Encoding.ASCII.GetBytes($"migrate \"exec:cat > {image}.new\"\nquit\n"));
        byte[] answers = new byte[4096];
        while (await monitor.ReceiveAsync(answers) > 0)
        {
            // Until it quits, the monitor says what it was told.
        }

        await machine._process.WaitForExitAsync();
        File.Move($"{image}.new", image, overwrite: true);
    }

    /// <summary>Switches a machine on: wakes it where it waits for its words, and says them.</summary>
    public static async Task<VirtualMachine> StartAsync(MachineOptions options, string words)
    {
        VirtualMachine machine = Launch(options, ["-incoming", $"exec:cat {options.WaitingImage}"]);
        string line = $"seed={Guid.NewGuid()} time={DateTimeOffset.UtcNow.ToUnixTimeSeconds()} "
            + $"{words}\n";
        await machine._process.StandardInput.WriteAsync(line);
        await machine._process.StandardInput.FlushAsync();
        return machine;
    }

    private static VirtualMachine Launch(MachineOptions options, string[] more)
    {
        int mqttPort = FreePort();
        int kafkaPort = FreePort();
        var start = new ProcessStartInfo("qemu-system-x86_64")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in (string[])[.. Arguments(options, mqttPort, kafkaPort), .. more])
        {
            start.ArgumentList.Add(argument);
        }

        return new VirtualMachine(Process.Start(start)!, mqttPort, kafkaPort);
    }

    /// <summary>Kills a machine that an earlier run left behind.</summary>
    public static void KillLeftover(MachineOptions options)
    {
        if (!File.Exists(options.ProcessIdFile)
            || !int.TryParse(File.ReadAllText(options.ProcessIdFile), out int id)
            || !File.Exists($"/proc/{id}/cmdline")
            || !File.ReadAllText($"/proc/{id}/cmdline").Contains(options.NbdSocket, StringComparison.Ordinal))
        {
            return;
        }

        using Process leftover = Process.GetProcessById(id);
        leftover.Kill();
        leftover.WaitForExit();
    }

    /// <summary>
    /// Waits until a line with <paramref name="text"/> was printed: true; false where the gateway or the machine ended
    /// before. Throws <see cref="TimeoutException"/>.
    /// </summary>
    public async Task<bool> WaitForAsync(string text, TimeSpan timeout)
    {
        var seen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            string console = _console.ToString();
            if (console.Contains(text, StringComparison.Ordinal))
            {
                return true;
            }

            if (_reading is { IsCompleted: true } || console.Contains(EndedLine, StringComparison.Ordinal))
            {
                return false;
            }

            _waiting.Add((text, seen));
        }

        return await seen.Task.WaitAsync(timeout);
    }

    /// <summary>SIGKILL: the power goes.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task ReadConsoleAsync()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Take(line);
        }

        Take(await errors);
        lock (_lock)
        {
            _waiting.ForEach(waiting => waiting.Seen.TrySetResult(false));
            _waiting.Clear();
        }
    }

    private void Take(string line)
    {
        lock (_lock)
        {
            _console.Append(line.TrimEnd()).Append('\n');
            bool hasEnded = line.Contains(EndedLine, StringComparison.Ordinal);
            foreach ((string text, TaskCompletionSource<bool> seen) in _waiting)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    seen.TrySetResult(true);
                }
                else if (hasEnded)
                {
                    seen.TrySetResult(false);
                }
            }

            _waiting.RemoveAll(waiting => waiting.Seen.Task.IsCompleted);
        }
    }

    private static string[] Arguments(MachineOptions options, int mqttPort, int kafkaPort)
    {
        string image(string name) => Path.Combine(options.ImageDirectory, name);
        return
        [
            "-machine", "pc", "-accel", "tcg,thread=multi", "-cpu", "Nehalem",
            "-smp", options.Processors.ToString(), "-m", options.MemoryMebibytes.ToString(),
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio",
            "-pidfile", options.ProcessIdFile,
            "-kernel", image("vmlinux"), "-initrd", image("initrd.gz"),
            "-append",
            "console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable nokaslr random.trust_cpu=on "
                + $"powercut.fs={options.FileSystem} {options.KernelWords}",
            "-drive", $"file={image("root.img")},format=raw,if=none,id=root,readonly=on",
            "-device", "virtio-blk-pci,drive=root",
            "-drive", $"file={options.GatewayImage},format=raw,if=none,id=gateway,readonly=on",
            "-device", "virtio-blk-pci,drive=gateway",
            "-blockdev", $"driver=nbd,node-name=data,server.type=unix,server.path={options.NbdSocket},export=data",
            "-device", "virtio-blk-pci,drive=data,write-cache=on,physical_block_size=4096",
            "-netdev", "user,id=net"
                + $",hostfwd=tcp:127.0.0.1:{mqttPort}-:1883,hostfwd=tcp:127.0.0.1:{kafkaPort}-:9092",
            "-device", "virtio-net-pci,netdev=net,romfile=",
        ];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
