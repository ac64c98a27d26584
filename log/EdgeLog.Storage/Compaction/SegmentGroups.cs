using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Puts neighbouring segments together that fit into one: fewer, larger files, within what a segment's relative offsets
/// and positions can express.
/// </summary>
internal static class SegmentGroups
{
    /// <summary>
    /// The groups of <paramref name="segments"/>, in order, each of <paramref name="maxBytes"/> at most.
    /// </summary>
    public static IEnumerable<ImmutableArray<SealedSegment>> Of(ImmutableArray<SealedSegment> segments, long maxBytes)
    {
        int start = 0;
        long sizeBytes = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            bool fits = sizeBytes + segments[i].SizeBytes <= maxBytes
                && segments[i].NextOffset - 1 - segments[start].BaseOffset <= int.MaxValue;
            if (!fits && i > start)
            {
                yield return segments[start..i];
                start = i;
                sizeBytes = 0;
            }

            sizeBytes += segments[i].SizeBytes;
        }

        if (start < segments.Length)
        {
            yield return segments[start..];
        }
    }
}
