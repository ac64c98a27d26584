using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Puts neighbouring segments together that have become small enough to fit into one, byte for byte: how much stays of
/// a segment is known only once it was cleaned.
/// </summary>
internal sealed class SegmentMerger(CompactionRun run, ImmutableArray<SealedSegment> segments)
{
    private int _next;

    /// <summary>The next merged segment, complete and flushed; null where there is nothing more to merge.</summary>
    public CleanedSegment? MergeNext()
    {
        while (_next < segments.Length)
        {
            int start = _next;
            long sizeBytes = segments[_next++].SizeBytes;
            while (_next < segments.Length && Fits(start, sizeBytes))
            {
                sizeBytes += segments[_next++].SizeBytes;
            }

            if (_next > start + 1)
            {
                return Merge(segments[start.._next]);
            }
        }

        return null;
    }

    private bool Fits(int start, long sizeBytes) =>
        sizeBytes + segments[_next].SizeBytes <= run.Config.SegmentBytes
        && segments[_next].NextOffset - 1 - segments[start].BaseOffset <= int.MaxValue;

    private CleanedSegment Merge(ImmutableArray<SealedSegment> group)
    {
        CleanedSegment merged = CleanedSegment.Create(run, group[0]);
        try
        {
            merged.Copy(group[0], group[0].SizeBytes);
            foreach (SealedSegment segment in group[1..])
            {
                merged.Extend(segment);
                merged.Copy(segment, segment.SizeBytes);
            }

            merged.Complete();
            return merged;
        }
        catch
        {
            merged.Abandon();
            throw;
        }
    }
}
