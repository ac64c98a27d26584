using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Writes the segment that takes the place of a group: what the batches' judge keeps, in order. A single segment of
/// which everything stays is left alone, so that the flash is not worn for nothing.
/// </summary>
internal sealed class SegmentCleaner(CompactionRun run, BatchCleaner batches)
{
    /// <summary>
    /// The cleaned segment, complete and flushed; null where the group is to stay as it is. Throws
    /// <see cref="UncleanableException"/> or <see cref="InvalidRecordException"/> where a segment is damaged.
    /// </summary>
    public CleanedSegment? Clean(ImmutableArray<SealedSegment> group)
    {
        CleanedSegment? cleaned = null;
        try
        {
            cleaned = group.Length > 1 ? CleanedSegment.Create(run, group) : null;
            foreach (SealedSegment segment in group)
            {
                cleaned = Clean(segment, group, cleaned);
            }

            cleaned?.Complete();
            return cleaned;
        }
        catch
        {
            cleaned?.Abandon();
            throw;
        }
    }

    /// <summary>Opens a segment for reading.</summary>
    public static SegmentLease LeaseOf(SealedSegment segment) => segment.Lease()
        ?? throw new UncleanableException($"Segment {segment.LogPath} was dropped meanwhile.");

    /// <summary>The whole, valid batch at a position.</summary>
    public static RecordBatch ReadBatch(SealedSegment segment, SegmentScan scan, long position) =>
        scan.TryRead(position, out _, out ReadOnlySpan<byte> batch)
            ? new RecordBatch(batch)
            : throw new UncleanableException(
                $"Segment {segment.LogPath} is damaged at byte {position}. Run: edgelog doctor");

    private CleanedSegment? Clean(
        SealedSegment segment, ImmutableArray<SealedSegment> group, CleanedSegment? cleaned)
    {
        using SegmentLease lease = LeaseOf(segment);
        using var scan = new SegmentScan(lease.Files.Log) { Length = segment.SizeBytes };
        long position = 0;
        while (position < segment.SizeBytes)
        {
            RecordBatch batch = ReadBatch(segment, scan, position);
            int sizeBytes = batch.Header.SizeBytes;
            run.Pay(sizeBytes);
            bool isLast = segment == group[^1] && position + sizeBytes == segment.SizeBytes;
            BatchFate fate = batches.Judge(batch, isLast ? EmptiedBatch.Stays : EmptiedBatch.Goes);
            if (fate == BatchFate.Stays)
            {
                cleaned?.Append(batch.Bytes);
            }
            else
            {
                cleaned ??= Begin(segment, group, scan, position);
            }

            if (fate == BatchFate.Replaced)
            {
                cleaned!.Append(batches.Replacement.Span);
            }

            position += sizeBytes;
        }

        return cleaned;
    }

    /// <summary>Begins to write at the first change: all before it stays as it was.</summary>
    private CleanedSegment Begin(
        SealedSegment segment, ImmutableArray<SealedSegment> group, SegmentScan scan, long endPosition)
    {
        CleanedSegment cleaned = CleanedSegment.Create(run, group);
        try
        {
            for (long position = 0; position < endPosition;)
            {
                RecordBatch batch = ReadBatch(segment, scan, position);
                cleaned.Append(batch.Bytes);
                position += batch.Header.SizeBytes;
            }

            return cleaned;
        }
        catch
        {
            cleaned.Abandon();
            throw;
        }
    }
}
