using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Takes damage that was found in a segment out of what readers see, and notes it in the partition's folder. Done by
/// the flusher, unless the segment has been replaced or dropped meanwhile.
/// </summary>
internal sealed class QuarantineCommand(
    LogContext context, Partition partition, object segment, IReadOnlyList<QuarantinedRange> found) : WriterCommand
{
    public override void ExecuteOnWriter(LogWriter writer)
    {
    }

    public override void ExecuteOnFlusher(Flusher flusher)
    {
        flusher.Deferred.Flush(partition);
        Apply();
    }

    /// <summary>The same where no pipeline runs yet.</summary>
    public void Apply()
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        bool isThere = snapshot.Active == segment || snapshot.Sealed.Any(other => other == segment);
        if (!isThere || partition.IsDeleted)
        {
            return;
        }

        QuarantinedRange[] added = [.. found
            .Select(range => Close(snapshot, range))
            .OfType<QuarantinedRange>()
            .SelectMany(range => Unknown(snapshot, range))];
        if (added.Length == 0)
        {
            return;
        }

        PartitionSnapshot quarantined = DamageFinder.Add(snapshot, added);
        partition.Publish(quarantined);
        Save(quarantined.Quarantined);
        partition.OnQuarantined(added);
    }

    /// <summary>
    /// Gives a range that reaches to the end of an active segment the offset that comes next; null where more was
    /// appended since: whoever reads there again finds where that begins.
    /// </summary>
    private QuarantinedRange? Close(PartitionSnapshot snapshot, in QuarantinedRange range)
    {
        if (range.ToOffset != QuarantinedRange.OpenEnd)
        {
            return range;
        }

        return snapshot.Active.WrittenPosition == range.EndPosition
            ? range with { ToOffset = partition.HighWatermark.Value }
            : null;
    }

    private void Save(ImmutableArray<QuarantinedRange> ranges)
    {
        try
        {
            QuarantineFile.Write(context.Files, partition.Directory, ranges);
        }
        catch (IOException exception) when (LogContext.IsDiskFull(exception) || partition.IsDeleted)
        {
            // The damage is still there: whoever comes upon it after a restart reports it again.
        }
    }

    /// <summary>What of a range is not known to be damaged yet.</summary>
    private static IEnumerable<QuarantinedRange> Unknown(PartitionSnapshot snapshot, QuarantinedRange range)
    {
        foreach (QuarantinedRange known in snapshot.Quarantined.OrderBy(known => known.FromOffset))
        {
            if (!Overlap(known, range))
            {
                continue;
            }

            if (range.FromOffset < known.FromOffset)
            {
                yield return range with { ToOffset = known.FromOffset, EndPosition = known.Position };
            }

            if (range.ToOffset <= known.ToOffset)
            {
                yield break;
            }

            range = range with { FromOffset = known.ToOffset, Position = known.EndPosition };
        }

        yield return range;
    }

    private static bool Overlap(in QuarantinedRange known, in QuarantinedRange range) =>
        known.SegmentBaseOffset == range.SegmentBaseOffset
        && known.FromOffset < range.ToOffset
        && range.FromOffset < known.ToOffset;
}
