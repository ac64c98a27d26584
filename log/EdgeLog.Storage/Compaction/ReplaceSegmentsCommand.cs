using System.Collections.Immutable;

namespace EdgeLog.Storage;

/// <summary>
/// Shows readers a cleaned segment in place of the ones it was made from, if those are still as they were.
/// </summary>
internal sealed class ReplaceSegmentsCommand(
    LogFileSystem files,
    Partition partition,
    ImmutableArray<SealedSegment> replaced,
    SealedSegment cleaned) : WriterCommand
{
    /// <summary>Whether readers see the cleaned segment.</summary>
    public bool IsPublished { get; private set; }

    public override void ExecuteOnWriter(LogWriter writer)
    {
    }

    public override void ExecuteOnFlusher(Flusher flusher)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        int start = snapshot.Sealed.IndexOf(replaced[0]);
        bool isUnchanged = !partition.IsDeleted
            && start >= 0
            && snapshot.Sealed.AsSpan()[start..].StartsWith(replaced.AsSpan())
            && !snapshot.Quarantined.Any(IsInReplaced);
        if (isUnchanged)
        {
            PartitionSnapshot swapped = snapshot with
            {
                Sealed = snapshot.Sealed.RemoveRange(start, replaced.Length).Insert(start, cleaned),
            };

            // The directory is flushed before the cleaned segment gets its name.
            FingerprintFile.Write(files, partition.Directory, PartitionKey.Of(partition), swapped.Sealed);
            partition.Publish(swapped);
            IsPublished = true;
        }
    }

    private bool IsInReplaced(QuarantinedRange range) =>
        range.SegmentBaseOffset >= cleaned.BaseOffset && range.SegmentBaseOffset < cleaned.NextOffset;
}
