using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeLog.Benchmarks;

/// <summary>
/// What the disk itself allows: the median time of an overwrite of a zero-filled file and its <c>fdatasync</c>. With a
/// window of messages in flight and every acknowledgement behind a flush, no broker can acknowledge more than
/// in-flight ÷ (flush time × 2) per second: a message waits for the flush that is under way and then for its own.
/// </summary>
internal static partial class FlushProbe
{
    private const int FileBytes = 16 * 1024 * 1024;
    private const int Rounds = 300;

    /// <summary>The median.</summary>
    public static TimeSpan Measure(int groupBytes) => MeasureAll(groupBytes)[Rounds / 2];

    /// <summary>The time of every round, shortest first.</summary>
    public static List<TimeSpan> MeasureAll(int groupBytes)
    {
        string path = Path.Combine(Scratch.Root, $".flush-{Guid.NewGuid():N}");
        byte[] group = GC.AllocateUninitializedArray<byte>(groupBytes);
        try
        {
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
            RandomAccess.Write(file, new byte[FileBytes], 0);
            RandomAccess.FlushToDisk(file);
            var times = new List<TimeSpan>();
            for (int round = 0; round < Rounds; round++)
            {
                Random.Shared.NextBytes(group);
                RandomAccess.Write(file, group, (long)round * groupBytes % (FileBytes - groupBytes));
                long started = Stopwatch.GetTimestamp();
                DataSync(file);
                times.Add(Stopwatch.GetElapsedTime(started));
            }

            times.Sort();
            return times;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Flushes a file's data, as the log does.</summary>
    public static void DataSync(SafeFileHandle file)
    {
        if (DataSync(file.DangerousGetHandle().ToInt32()) != 0)
        {
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(int descriptor);
}
