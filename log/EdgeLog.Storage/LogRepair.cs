using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Mends a data directory that no gateway has open. All that it does a start does too, or the scrub in time; here every
/// byte is read at once, so that afterwards one knows.
/// </summary>
public static class LogRepair
{
    /// <summary>
    /// Looks at every file of the directory at <paramref name="path"/>, and mends it where <paramref name="mode"/> says
    /// so; returns a line for each thing found. Throws <see cref="StorageException"/> where the directory is in use, of
    /// a newer format or unusable.
    /// </summary>
    public static Task<IReadOnlyList<string>> RunAsync(
        string path, RepairMode mode, ILoggerFactory loggers, CancellationToken cancellation)
    {
        string directory = Path.GetFullPath(path);
        if (!Directory.Exists(directory))
        {
            throw new StorageException($"There is no data directory {directory}.");
        }

        return mode == RepairMode.Apply
            ? ApplyAsync(directory, loggers, cancellation)
            : Task.Run(() => RepairPlan.Make(directory, cancellation), cancellation);
    }

    /// <summary>
    /// It knows neither the budget nor the mirrors of the configuration. Awaiting one mirror that never tells its
    /// positions, it lets nothing go, neither for room nor for age.
    /// </summary>
    internal static LogDirectoryOptions OptionsOf(string directory) => new()
    {
        Path = directory,
        Scrub = new() { BytesPerSecond = long.MaxValue },
        Mirrors = ["(repair)"],
    };

    private static async Task<IReadOnlyList<string>> ApplyAsync(
        string directory, ILoggerFactory loggers, CancellationToken cancellation)
    {
        await using LogDirectory log = await LogDirectory.OpenAsync(
            OptionsOf(directory), TimeProvider.System, loggers, cancellation);
        List<string> findings = [.. log.Recovery.Findings];
        HashSet<DamagedRange> known = [.. log.Damaged];
        await log.ScrubAsync(cancellation);
        findings.AddRange(log.Damaged.Where(range => !known.Contains(range)).Select(range =>
            $"{range.Topic}-{range.Partition}: offsets {range.FirstOffset} to {range.LastOffset} are damaged in "
            + $"{range.File} at byte {range.Position}; they are left out and declared."));
        if (log.ScrubStatus.BadIndexes > 0)
        {
            findings.Add($"{log.ScrubStatus.BadIndexes} indexes were not their segments'; they are made anew.");
        }

        return findings;
    }
}
