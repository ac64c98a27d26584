using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>quarantine</c> in a partition's folder: the damaged ranges that readers leave out, one a line.
/// </summary>
internal static class QuarantineFile
{
    public static string PathIn(string directory) => Path.Combine(directory, "quarantine");

    public static void Write(LogFileSystem files, string directory, IEnumerable<QuarantinedRange> ranges)
    {
        var text = new StringBuilder();
        foreach (QuarantinedRange range in ranges)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{range.SegmentBaseOffset} {range.Position} {range.EndPosition} ");
            text.Append(CultureInfo.InvariantCulture, $"{range.FromOffset} {range.ToOffset}\n");
        }

        AtomicFile.Write(files, PathIn(directory), ChecksummedText.Seal(text));
    }

    /// <summary>
    /// Reads the ranges; where the file is not whole, none: a reader then reports the damage instead.
    /// </summary>
    public static ImmutableArray<QuarantinedRange> Read(string directory)
    {
        string[] lines = ChecksummedText.Read(PathIn(directory)) ?? [];
        return [.. lines.Select(line => line.Split(' ')).Select(fields => new QuarantinedRange(
            Number(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4])))];
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
