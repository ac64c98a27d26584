using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// What the parts of one open log have in common: its place, its disk, its clock, its bounds, its counters.
/// </summary>
internal sealed class LogContext
{
    public required string Directory { get; init; }

    public required LogFileSystem Files { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required LogLimits Limits { get; init; }

    public required OpenSegments OpenSegments { get; init; }

    /// <summary>The books of the byte budget.</summary>
    public SpaceLedger Space { get; init; } = new(SpaceShare.OfPercent(100), SpaceShare.OfBytes(0));

    /// <summary>Where appends wait while room is being made.</summary>
    public SpaceGate SpaceGate { get; } = new();

    /// <summary>The log's time: what records are stamped with and ages are counted in.</summary>
    public LogClock Clock { get; set; } = null!;

    public LogFailure Failure { get; } = new();

    public LogCounters Counters { get; } = new();

    public CompactionCounters Compaction { get; } = new();

    /// <summary>
    /// Creates the file of a new segment with room for <paramref name="sizeBytes"/>; null where the disk is full. Its
    /// name is durable then: the writer has the time for that flush, the flusher has not.
    /// </summary>
    public ActiveSegment? TryCreateSegment(Partition partition, long baseOffset, long sizeBytes)
    {
        string path = LogPaths.Segment(partition.Directory, baseOffset, LogPaths.LogSuffix);
        LogFile file;
        try
        {
            file = Files.OpenOrCreate(path);
        }
        catch (IOException exception) when (IsDiskFull(exception))
        {
            return null;
        }

        var segment = new ActiveSegment(baseOffset, file, Clock.Steady);
        if (segment.TryReserve(sizeBytes, Space, DrawOf(partition)))
        {
            Files.FlushDirectory(partition.Directory);
            return segment;
        }

        segment.Dispose();
        Files.Delete(path);
        return null;
    }

    /// <summary>Reserves room for <paramref name="sizeBytes"/> more in a partition's active segment.</summary>
    public bool TryReserve(PartitionWriter writer, long sizeBytes) =>
        writer.Active.TryReserve(sizeBytes, Space, DrawOf(writer.Partition));

    /// <summary>Whether the system said that the disk or the quota is full.</summary>
    public static bool IsDiskFull(IOException exception) =>
        exception.HResult is SystemCalls.NoSpace or SystemCalls.QuotaExceeded;

    private static SpaceDraw DrawOf(Partition partition) =>
        partition.Topic.IsInternal ? SpaceDraw.Internal : SpaceDraw.Ordinary;
}
