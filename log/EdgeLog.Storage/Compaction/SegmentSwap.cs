using System.Globalization;

namespace EdgeLog.Storage;

/// <summary>
/// The files of a swap: one cleaned segment that takes the place of those from <paramref name="BaseOffset"/> to before
/// <paramref name="NextOffset"/>. What ends in <c>.cleaned</c> is being made and counts for nothing; <c>.swap</c> is
/// whole, flushed, and decides that the old ones go.
/// </summary>
internal readonly record struct SegmentSwap(string Directory, long BaseOffset, long NextOffset)
{
    public const string CleanedSuffix = ".cleaned";
    public const string SwapSuffix = ".swap";

    private const int DigitsOfOffset = 20;

    /// <summary>The cleaned file that becomes the segment's <c>.log</c>.</summary>
    public string SwapPath => Path.Combine(
        Directory,
        string.Create(
            CultureInfo.InvariantCulture, $"{BaseOffset:D20}-{NextOffset:D20}{LogPaths.LogSuffix}{SwapSuffix}"));

    /// <summary>
    /// The file of a cleaned segment while it is being made, when nobody knows yet where the segment will end.
    /// </summary>
    public string CleanedPath(string suffix) => LogPaths.Segment(Directory, BaseOffset, suffix) + CleanedSuffix;

    /// <summary>The swap that a file's name tells of; null where it is none.</summary>
    public static SegmentSwap? Parse(string path)
    {
        string name = Path.GetFileName(path);
        const int Length = (2 * DigitsOfOffset) + 1;
        bool isSwap = name.Length == Length + LogPaths.LogSuffix.Length + SwapSuffix.Length
            && name.EndsWith(LogPaths.LogSuffix + SwapSuffix, StringComparison.Ordinal);
        return isSwap
            && TryParseOffset(name.AsSpan(0, DigitsOfOffset), out long baseOffset)
            && TryParseOffset(name.AsSpan(DigitsOfOffset + 1, DigitsOfOffset), out long nextOffset)
            ? new SegmentSwap(Path.GetDirectoryName(path)!, baseOffset, nextOffset)
            : null;
    }

    /// <summary>Decides: from here on the cleaned segment counts, whatever happens.</summary>
    public void Decide(LogFileSystem files)
    {
        files.Rename(CleanedPath(LogPaths.LogSuffix), SwapPath);
        files.FlushDirectory(Directory);
    }

    /// <summary>Takes a decision back that nobody has acted upon.</summary>
    public void Undo(LogFileSystem files)
    {
        files.Delete(SwapPath);
        Discard(files);
        files.FlushDirectory(Directory);
    }

    /// <summary>Removes what was being made.</summary>
    public void Discard(LogFileSystem files)
    {
        foreach (string suffix in LogPaths.SegmentSuffixes)
        {
            files.Delete(CleanedPath(suffix));
        }
    }

    /// <summary>
    /// Finishes what was decided: the old segments go, durably, and only then the cleaned one takes the first one's
    /// name, so that never two segments with the same offsets are found beside each other.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="replaced">The base offsets of the old segments that are still there.</param>
    public void Finish(LogFileSystem files, IEnumerable<long> replaced)
    {
        foreach (long offset in replaced.Append(BaseOffset).Distinct())
        {
            if (offset != BaseOffset)
            {
                files.Delete(LogPaths.Segment(Directory, offset, LogPaths.LogSuffix));
            }

            files.Delete(LogPaths.Segment(Directory, offset, LogPaths.OffsetIndexSuffix));
            files.Delete(LogPaths.Segment(Directory, offset, LogPaths.TimeIndexSuffix));
        }

        files.FlushDirectory(Directory);
        files.Rename(SwapPath, LogPaths.Segment(Directory, BaseOffset, LogPaths.LogSuffix));
        files.FlushDirectory(Directory);
    }

    /// <summary>
    /// Finishes, at start-up, a swap that was cut short; or undoes it, and returns false, where the cleaned file is not
    /// whole and the old one is there.
    /// </summary>
    public bool Settle(LogFileSystem files, IEnumerable<long> bases)
    {
        long from = BaseOffset;
        long to = NextOffset;
        long[] replaced = [.. bases.Where(offset => offset >= from && offset < to)];
        if (IsWhole(files) || !replaced.Contains(BaseOffset))
        {
            Finish(files, replaced);
            return true;
        }

        Undo(files);
        return false;
    }

    private bool IsWhole(LogFileSystem files)
    {
        using LogFile file = files.OpenRead(SwapPath);
        using var walk = new BatchWalk(file, 0, file.Length);
        while (walk.MoveNext())
        {
            bool isInside = walk.Header.BaseOffset.Value >= BaseOffset && walk.Header.NextOffset.Value <= NextOffset;
            if (!isInside)
            {
                return false;
            }
        }

        // A cleaned segment holds one batch at least: its last.
        return file.Length > 0 && walk.Next == file.Length;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> digits, out long offset) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out offset);
}
