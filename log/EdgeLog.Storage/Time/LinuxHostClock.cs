namespace EdgeLog.Storage;

/// <summary>
/// The Linux kernel's account of its clock. A virtual machine counts as one whose clock kept running: its host set it
/// when it started. Where the kernel may not be asked, as in a container that forbids it, the clock is the host's too.
/// </summary>
internal sealed class LinuxHostClock : HostClock
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const string RealTimeClocks = "/sys/class/rtc";
    private const string Processors = "/proc/cpuinfo";

    private readonly bool _keptRunning = HasRealTimeClock() || IsVirtual();

    public override Guid BootId { get; } = ReadBootId();

    public override long SinceBootMs => KernelClock.SinceBootMs();

    public override ClockSource ReadSource() => KernelClock.IsSynchronised() switch
    {
        true => ClockSource.Synchronised,
        false => _keptRunning ? ClockSource.KeptRunning : ClockSource.None,
        null => ClockSource.KeptRunning,
    };

    private static Guid ReadBootId() =>
        File.Exists(BootIdFile) && Guid.TryParse(File.ReadAllText(BootIdFile).AsSpan().Trim(), out Guid id)
            ? id
            : Guid.NewGuid();

    private static bool HasRealTimeClock() =>
        Directory.Exists(RealTimeClocks) && Directory.EnumerateFileSystemEntries(RealTimeClocks, "rtc*").Any();

    private static bool IsVirtual() =>
        Directory.Exists("/sys/hypervisor/properties")
        || Directory.Exists("/proc/device-tree/hypervisor")
        || (File.Exists(Processors)
            && File.ReadLines(Processors).Any(static line =>
                line.StartsWith("flags", StringComparison.Ordinal)
                && line.Contains(" hypervisor", StringComparison.Ordinal)));
}
