using System.Collections.Immutable;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>boots</c>: the boots whose records may carry untrusted times, oldest first, and their shifts. A batch
/// finds its boot by its leader epoch. Unchanging; replaced by <see cref="LogClock"/>.
/// </summary>
internal sealed class BootTimes
{
    private const string FileName = "boots";
    private const string Header = "edgelog-boots 1";

    private readonly ImmutableArray<BootTime> _boots;

    public BootTimes(IEnumerable<BootTime> boots)
    {
        _boots = [.. boots];
        HasShifts = _boots.Any(static boot => boot is { HasUntrusted: true, ShiftMs: not null });
        UnknownCount = _boots.Count(static boot => boot is { HasUntrusted: true, ShiftMs: null });
    }

    /// <summary>The boot that ran last; null where none is known.</summary>
    public BootTime? Last => _boots.IsEmpty ? null : _boots[^1];

    /// <summary>Whether there is any batch to be corrected.</summary>
    public bool HasShifts { get; }

    /// <summary>How many boots have untrusted times whose shift is not known.</summary>
    public int UnknownCount { get; }

    /// <summary>The shift of what was appended in <paramref name="epoch"/>; null where it is not known.</summary>
    public long? ShiftOf(LeaderEpoch epoch)
    {
        for (int i = _boots.Length - 1; i >= 0; i--)
        {
            if (_boots[i].FirstEpoch <= epoch)
            {
                return _boots[i].ShiftMs;
            }
        }

        return null;
    }

    /// <summary>
    /// The furthest that a time of the epochs from <paramref name="first"/> to <paramref name="last"/> is moved ahead;
    /// null where none is moved at all.
    /// </summary>
    public long? FurthestShift(LeaderEpoch first, LeaderEpoch last)
    {
        long? furthest = null;
        for (int i = 0; HasShifts && i < _boots.Length && _boots[i].FirstEpoch <= last; i++)
        {
            bool endsBefore = i + 1 < _boots.Length && _boots[i + 1].FirstEpoch <= first;
            if (!endsBefore && _boots[i] is { HasUntrusted: true, ShiftMs: { } shiftMs })
            {
                furthest = Math.Max(furthest ?? 0, shiftMs);
            }
        }

        return furthest;
    }

    /// <summary>The same, with <paramref name="boot"/> as the last.</summary>
    public BootTimes Replace(BootTime boot) => new(_boots.RemoveAt(_boots.Length - 1).Add(boot));

    /// <summary>
    /// The same, with a boot added. The last one before stays only where it may have given untrusted times; the oldest
    /// go where there are too many.
    /// </summary>
    public BootTimes Begin(BootTime boot, bool wasCleanStop)
    {
        IEnumerable<BootTime> kept = _boots.Where(
            known => known.HasUntrusted || (known == _boots[^1] && !wasCleanStop));
        return new BootTimes(kept.Append(boot).TakeLast(ClockLimits.BootsMax));
    }

    public void Write(LogFileSystem files, string directory)
    {
        var text = new StringBuilder($"{Header}\n");
        foreach (BootTime boot in _boots)
        {
            text.Append(boot.Format()).Append('\n');
        }

        AtomicFile.Write(files, Path.Combine(directory, FileName), ChecksummedText.Seal(text));
    }

    /// <summary>Reads the file; empty where it is missing or not whole: times stay as they were given then.</summary>
    public static BootTimes Read(string directory)
    {
        string[]? lines = ChecksummedText.Read(Path.Combine(directory, FileName));
        return lines is [Header, .. { } boots]
            ? new BootTimes(boots.Select(BootTime.Parse).OfType<BootTime>())
            : new BootTimes([]);
    }
}
