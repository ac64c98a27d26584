using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// What readers of a partition need, unchanging: its segments and where it begins. Published by the flusher; replaced
/// when a
/// segment is rolled or dropped.
/// </summary>
/// <param name="Sealed">The complete segments, oldest first.</param>
/// <param name="Active">The segment that is appended to.</param>
/// <param name="LogStartOffset">The oldest offset still there.</param>
/// <param name="Quarantined">Ranges that are damaged and left out, oldest first.</param>
internal sealed record PartitionSnapshot(
    ImmutableArray<SealedSegment> Sealed,
    ActiveSegment Active,
    long LogStartOffset,
    ImmutableArray<QuarantinedRange> Quarantined)
{
    /// <summary>Bytes of the complete segments.</summary>
    public long SealedBytes => Sealed.Sum(segment => segment.SizeBytes);

    /// <summary>
    /// The index of the segment that holds <paramref name="offset"/>; the count of sealed ones is the active one.
    /// </summary>
    public int IndexOf(long offset)
    {
        if (offset >= Active.BaseOffset)
        {
            return Sealed.Length;
        }

        int low = 0;
        int high = Sealed.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Sealed[middle].NextOffset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
