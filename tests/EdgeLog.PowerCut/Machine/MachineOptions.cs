namespace EdgeLog.PowerCut;

/// <summary>What the virtual machine is made of.</summary>
internal sealed record MachineOptions
{
    /// <summary>The folder with <c>vmlinux</c>, <c>initrd.gz</c> and <c>root.img</c>.</summary>
    public required string ImageDirectory { get; init; }

    /// <summary>The folder for sockets, process ids and consoles.</summary>
    public required string Directory { get; init; }

    /// <summary>The file system of the data disk: ext4, f2fs or btrfs.</summary>
    public required string FileSystem { get; init; }

    /// <summary>Further words for the kernel's command line, which the guest's init reads.</summary>
    public string KernelWords { get; init; } = "";

    public int Processors { get; init; } = 1;

    public int MemoryMebibytes { get; init; } = 512;

    /// <summary>The image with the published gateway and its configuration.</summary>
    public string GatewayImage => Path.Combine(Directory, "gateway.img");

    public string NbdSocket => Path.Combine(Directory, "disk.sock");

    /// <summary>The machine booted and waiting for its words, before it touches the data disk.</summary>
    public string WaitingImage => Path.Combine(Directory, "waiting.state");

    public string MonitorSocket => Path.Combine(Directory, "monitor.sock");

    public string ProcessIdFile => Path.Combine(Directory, "qemu.pid");
}
