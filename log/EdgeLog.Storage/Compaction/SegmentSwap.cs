using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The files of a swap: one cleaned segment that takes the place of those from <paramref name="BaseOffset"/> to before
/// <paramref name="NextOffset"/>. What ends in <c>.cleaned</c> is being made and counts for nothing; <c>.swap</c> is
/// whole, flushed, and decides that the old ones go. Its name says how many those are, its size and its checksum, so
/// that nobody has to judge by its content whether it is whole.
/// </summary>
internal readonly partial record struct SegmentSwap(string Directory, long BaseOffset, long NextOffset)
{
    public const string CleanedSuffix = ".cleaned";
    public const string SwapSuffix = ".swap";

    private const int ReadBytes = 64 * 1024;

    /// <summary>How many segments it takes the place of.</summary>
    public int Replaced { get; init; }

    /// <summary>The size of the cleaned segment in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The CRC-32C of all its bytes.</summary>
    public uint Crc { get; init; }

    /// <summary>The cleaned file that becomes the segment's <c>.log</c>.</summary>
    public string SwapPath => Path.Combine(
        Directory,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{BaseOffset:D20}-{NextOffset:D20}-{Replaced}-{SizeBytes}-{Crc:x8}{LogPaths.LogSuffix}{SwapSuffix}"));

    /// <summary>
    /// The file of a cleaned segment while it is being made, when nobody knows yet where the segment will end.
    /// </summary>
    public string CleanedPath(string suffix) => LogPaths.Segment(Directory, BaseOffset, suffix) + CleanedSuffix;

    /// <summary>The swap that a file's name tells of; null where it is none.</summary>
    public static SegmentSwap? Parse(string path)
    {
        Match name = Name().Match(Path.GetFileName(path));
        return name.Success
            && TryParse(name.Groups[1], out long baseOffset)
            && TryParse(name.Groups[2], out long nextOffset)
            && TryParse(name.Groups[3], out long replaced)
            && TryParse(name.Groups[4], out long sizeBytes)
            ? new SegmentSwap(Path.GetDirectoryName(path)!, baseOffset, nextOffset)
            {
                Replaced = (int)Math.Min(replaced, int.MaxValue),
                SizeBytes = sizeBytes,
                Crc = uint.Parse(name.Groups[5].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            }
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
    /// Finishes, at start-up, a swap that was cut short. Where the cleaned file is not whole and all the old ones are
    /// there it is undone, and false is returned; where some have gone, what is left of the cleaned one is all there
    /// is.
    /// </summary>
    public bool Settle(LogFileSystem files, IEnumerable<long> bases)
    {
        long from = BaseOffset;
        long to = NextOffset;
        long[] replaced = [.. bases.Where(offset => offset >= from && offset < to)];
        if (replaced.Length < Replaced || IsWhole(files))
        {
            Finish(files, replaced);
            return true;
        }

        Undo(files);
        return false;
    }

    private bool IsWhole(LogFileSystem files)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            using LogFile file = files.OpenRead(SwapPath);
            uint crc = 0;
            for (long position = 0; file.Length == SizeBytes && position < SizeBytes;)
            {
                int read = file.Read(buffer, position);
                crc = Crc32C.Append(crc, buffer.AsSpan(0, read));
                position += read;
                if (read == 0)
                {
                    break;
                }
            }

            return file.Length == SizeBytes && crc == Crc;
        }
        catch (IOException)
        {
            // The disk does not give it back.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryParse(Group digits, out long number) =>
        long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex("^([0-9]{20})-([0-9]{20})-([0-9]+)-([0-9]+)-([0-9a-f]{8})\\.log\\.swap$")]
    private static partial Regex Name();
}
