using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>What of a partition a pass of compaction may look at.</summary>
/// <param name="Segments">
/// The sealed segments from the log start, or from behind the last damaged one, up to the first that stays as it is.
/// </param>
/// <param name="FirstDirtyOffset">From where on keys were not compared yet.</param>
/// <param name="EndOffset">Behind the last of <paramref name="Segments"/>.</param>
/// <param name="IsWhole">Whether nothing lies before <paramref name="Segments"/>: only then tombstones may go.</param>
internal readonly record struct DirtyRange(
    ImmutableArray<SealedSegment> Segments, long FirstDirtyOffset, long EndOffset, bool IsWhole)
{
    /// <summary>Bytes that were not compacted yet.</summary>
    public long DirtyBytes
    {
        get
        {
            long first = FirstDirtyOffset;
            return Segments.Sum(segment => segment.NextOffset > first ? segment.SizeBytes : 0);
        }
    }

    /// <summary>Their share; 0 where there are none.</summary>
    public double DirtyRatio
    {
        get
        {
            long dirty = DirtyBytes;
            return dirty == 0 ? 0 : (double)dirty / Segments.Sum(segment => segment.SizeBytes);
        }
    }
}
