using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// What a segment is known again by: the checksums of a few of its batches and where they begin, spread over all of it.
/// Batches do not say which partition they are of, so a whole file of another one would else be taken for this one's.
/// </summary>
/// <param name="Samples">Position and checksum of some batches, in order.</param>
internal sealed record SegmentFingerprint(ImmutableArray<(long Position, uint Crc)> Samples)
{
    private const int SamplesMax = 8;

    /// <summary>Of a segment without a batch: it is like any file.</summary>
    public static SegmentFingerprint Empty { get; } = new([]);

    /// <summary>Whether it says anything.</summary>
    public bool IsEmpty => Samples.Length == 0;

    /// <summary>Takes it of a segment that is whole.</summary>
    public static SegmentFingerprint Take(LogFile log)
    {
        SegmentFingerprint fingerprint = Empty;
        using var walk = new BatchWalk(log, 0, log.Length);
        try
        {
            while (walk.MoveNext())
            {
                fingerprint = fingerprint.With(walk.Position, walk.Header.Crc);
            }
        }
        catch (IOException)
        {
            // What the disk does not give back is no sample.
        }

        return fingerprint;
    }

    /// <summary>
    /// Takes note of the next batch; the same where it is near the last sample. Where there are enough samples every
    /// second one goes, so that they stay spread evenly.
    /// </summary>
    public SegmentFingerprint With(long position, uint crc)
    {
        if (Samples.Length > 1 && position - Samples[^1].Position < Samples[1].Position - Samples[0].Position)
        {
            return this;
        }

        ImmutableArray<(long Position, uint Crc)> kept = Samples.Length < SamplesMax
            ? Samples
            : [.. Samples.Where((_, index) => index % 2 == 0)];
        return new SegmentFingerprint(kept.Add((position, crc)));
    }

    /// <summary>What of it lies before a position.</summary>
    public SegmentFingerprint Before(long position) => Samples.Length == 0 || Samples[^1].Position < position
        ? this
        : new SegmentFingerprint([.. Samples.Where(sample => sample.Position < position)]);

    /// <summary>
    /// Whether a file is that segment, however damaged: at least half of the batches at the samples' places
    /// are the samples. Rot that leaves no batch there says nothing.
    /// </summary>
    public bool IsOf(LogFile log)
    {
        int same = 0;
        int others = 0;
        foreach ((long position, uint crc) in Samples)
        {
            uint? found = ReadCrc(log, position);
            same += found == crc ? 1 : 0;
            others += found is not null && found != crc ? 1 : 0;
        }

        return others <= same;
    }

    /// <summary>Adds it to a line of text.</summary>
    public void Write(StringBuilder line)
    {
        foreach ((long position, uint crc) in Samples)
        {
            line.Append(CultureInfo.InvariantCulture, $" {position}:{crc:x8}");
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the text was checked by its checksum.</summary>
    public static SegmentFingerprint Parse(IEnumerable<string> fields) => new([.. fields
        .Select(field => field.Split(':'))
        .Select(pair => (
            long.Parse(pair[0], CultureInfo.InvariantCulture),
            uint.Parse(pair[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)))]);

    /// <summary>The checksum in the header at a position; null where the disk has none there.</summary>
    private static uint? ReadCrc(LogFile log, long position)
    {
        Span<byte> header = stackalloc byte[RecordBatchHeader.Size];
        try
        {
            return log.Read(header, position) == header.Length
                && RecordBatchHeader.Read(header) is var found
                && BatchWalk.IsPlausible(found)
                ? found.Crc
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
