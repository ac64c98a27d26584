using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Writes the segments that take the place of others: what the batches' judge keeps, in order, as much in one as fits
/// into <c>segment.bytes</c> and what relative offsets can express. A segment of which everything stays, and to which
/// nothing can be added, is left alone, so that the flash is not worn for nothing.
/// </summary>
internal sealed class SegmentCleaner(
    CompactionRun run, BatchCleaner batches, ImmutableArray<SealedSegment> segments)
{
    private int _next;
    private CleanedSegment? _cleaned;

    /// <summary>Whether there are segments that were not looked at yet.</summary>
    public bool HasNext => _next < segments.Length;

    /// <summary>
    /// The next cleaned segment, complete and flushed; null where one is to stay as it is. Throws
    /// <see cref="UncleanableException"/> or <see cref="InvalidRecordException"/> where a segment is damaged.
    /// </summary>
    public CleanedSegment? CleanNext()
    {
        _cleaned = null;
        try
        {
            int start = _next;
            bool goesOn = true;
            while (goesOn)
            {
                SealedSegment segment = segments[_next];
                if (_next > start)
                {
                    (_cleaned ??= Copy(segments[start], segments[start].SizeBytes)).Extend(segment);
                }

                goesOn = Clean(segment, segments[start].BaseOffset);
                _next++;
            }

            _cleaned?.Complete();
            return _cleaned;
        }
        catch
        {
            _cleaned?.Abandon();
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

    /// <summary>Cleans one segment; returns whether the next one fits behind it, whatever stays of both.</summary>
    private bool Clean(SealedSegment segment, long baseOffset)
    {
        using SegmentLease lease = LeaseOf(segment);
        using var scan = new SegmentScan(lease.Files.Log) { Length = segment.SizeBytes };
        bool goesOn = segment.SizeBytes == 0 && FitsNext(0, baseOffset);
        for (long position = 0; position < segment.SizeBytes;)
        {
            RecordBatch batch = ReadBatch(segment, scan, position);
            int sizeBytes = batch.Header.SizeBytes;
            run.Pay(sizeBytes);
            EmptiedBatch emptied = EmptiedBatch.Goes;
            if (position + sizeBytes == segment.SizeBytes)
            {
                goesOn = FitsNext((_cleaned?.SizeBytes ?? position) + sizeBytes, baseOffset);
                emptied = goesOn ? EmptiedBatch.Goes : EmptiedBatch.Stays;
            }

            Put(segment, batch, position, emptied);
            position += sizeBytes;
        }

        return goesOn;
    }

    private void Put(SealedSegment segment, RecordBatch batch, long position, EmptiedBatch emptied)
    {
        BatchFate fate = batches.Judge(batch, emptied);
        if (fate == BatchFate.Stays)
        {
            _cleaned?.Append(batch.Bytes);
            return;
        }

        // The first change: all before it stays as it was.
        _cleaned ??= Copy(segment, position);
        if (fate == BatchFate.Replaced)
        {
            _cleaned.Append(batches.Replacement.Span);
        }
    }

    private bool FitsNext(long sizeBytes, long baseOffset) =>
        _next + 1 < segments.Length
        && sizeBytes + segments[_next + 1].SizeBytes <= run.Config.SegmentBytes
        && segments[_next + 1].NextOffset - 1 - baseOffset <= int.MaxValue;

    /// <summary>Begins a cleaned segment with the first bytes of an old one.</summary>
    private CleanedSegment Copy(SealedSegment segment, long endPosition)
    {
        CleanedSegment cleaned = CleanedSegment.Create(run, segment);
        try
        {
            cleaned.Copy(segment, endPosition);
            return cleaned;
        }
        catch
        {
            cleaned.Abandon();
            throw;
        }
    }
}
