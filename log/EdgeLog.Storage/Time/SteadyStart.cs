namespace EdgeLog.Storage;

/// <summary>
/// Where the steady time begins when nothing says where it was: at the wall clock in a new log; in one that lost its
/// clock's file at what its files say at the least, so that nothing in it looks older than it is.
/// </summary>
internal static class SteadyStart
{
    public static long Find(string directory, long wallMs)
    {
        long startMs = Math.Max(wallMs, ClockLimits.EarliestMs);
        List<long> sealedMs = [.. LogPaths.PartitionFolders(directory).SelectMany(SealedTimes)];
        return sealedMs.Count == 0
            ? startMs
            : Math.Max(Math.Min(startMs, sealedMs.Max()), ClockLimits.EarliestMs);
    }

    /// <summary>The steady time before which no file of the log was sealed.</summary>
    public static long FindBegin(string directory, long steadyMs) =>
        LogPaths.PartitionFolders(directory).Any(HasSegments) ? ClockLimits.EarliestMs : steadyMs;

    private static bool HasSegments(string directory) => Segments(directory).Any();

    // The last segment is the active one, whose file has the wall clock's time.
    private static IEnumerable<long> SealedTimes(string directory) => Segments(directory)
        .Order(StringComparer.Ordinal)
        .SkipLast(1)
        .Select(static path => new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds());

    private static IEnumerable<string> Segments(string directory) =>
        Directory.EnumerateFiles(directory, "*" + LogPaths.LogSuffix)
            .Where(static path => LogPaths.ParseBaseOffset(path) is not null);
}
