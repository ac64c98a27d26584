using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeLog.Storage;

/// <summary>The kernel's clocks that .NET does not show.</summary>
internal static partial class KernelClock
{
    private const int BootTime = 7;
    private const int Unsynchronised = 0x40;
    private const int TimeError = 5;

    /// <summary>Milliseconds since the machine was started, sleep included.</summary>
    public static long SinceBootMs() => ClockGetTime(BootTime, out TimeSpec time) == 0
        ? (time.Seconds * 1000L) + (time.Nanoseconds / 1_000_000L)
        : Environment.TickCount64;

    /// <summary>Whether the kernel's clock is held to a better one; null where the kernel does not say.</summary>
    public static bool? IsSynchronised()
    {
        // The structure has 208 bytes at most; all zero, it only asks. Its status stands behind four longs.
        var question = new Buffer();
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<Buffer>(ref question));
        int state = AdjustTime(bytes);
        if (state < 0)
        {
            return null;
        }

        int statusPosition = IntPtr.Size == sizeof(long) ? 40 : 20;
        int status = MemoryMarshal.Read<int>(bytes[statusPosition..]);
        return state != TimeError && (status & Unsynchronised) == 0;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjustTime(Span<byte> question);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [InlineArray(32)]
    private struct Buffer
    {
        private long _first;
    }
}
