namespace EdgeLog.Storage;

/// <summary>
/// Turns an active segment into a sealed one. Order: the new segment's name was flushed when it was made; the old
/// one's bytes are flushed; its indexes and what it is known again by are written; only then readers see the new one
/// and the first batch goes to it. Owned by the flusher.
/// </summary>
internal sealed class SegmentRoller(LogContext context, DeferredFlushes deferred)
{
    /// <summary>Makes <paramref name="segment"/> the one that readers see as active.</summary>
    public void EnsureActive(Partition partition, ActiveSegment segment)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        if (snapshot.Active == segment)
        {
            return;
        }

        deferred.Flush(partition);
        ActiveSegment old = snapshot.Active;
        old.File.Flush();
        context.Counters.CountFlush();
        SealedSegment closed = Seal(partition, old, segment.BaseOffset);
        PartitionSnapshot rolled = snapshot with { Sealed = snapshot.Sealed.Add(closed), Active = segment };
        FingerprintFile.Write(context.Files, partition.Directory, PartitionKey.Of(partition), rolled.Sealed);
        partition.Publish(rolled);
        old.Retire();
    }

    private SealedSegment Seal(Partition partition, ActiveSegment segment, long nextOffset)
    {
        segment.ReleaseUnused(context.Space);
        segment.WriteIndexes(context.Files, partition.Directory);
        DateTimeOffset now = context.Clock.Steady;
        segment.File.SetModified(now);
        return new SealedSegment(
            partition.Directory, segment.BaseOffset, nextOffset, segment.WrittenPosition, context.OpenSegments)
        {
            AppendedAt = now,
            Fingerprint = segment.Fingerprint,
        };
    }
}
