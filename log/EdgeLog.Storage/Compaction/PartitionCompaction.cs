namespace EdgeLog.Storage;

/// <summary>
/// One pass over one partition, on the compactor's thread: keys noted, segments cleaned, each swapped in when it is
/// whole. Whatever is thrown before a swap is decided leaves the log as it was.
/// </summary>
internal sealed class PartitionCompaction(CompactionRun run, LogDirectory log, LogPipeline pipeline)
{
    /// <summary>What gave way, for the report.</summary>
    public long Dropped { get; private set; }

    /// <summary>Records without a key among them.</summary>
    public long Keyless { get; private set; }

    /// <summary>
    /// Cleans what one map of keys covers; returns the offset up to which the partition is clean now.
    /// </summary>
    public long Run(int keyMapBytes)
    {
        using var map = new KeyMap(keyMapBytes);
        var fill = new KeyMapFill(run, map);
        long end = fill.Fill();
        if (end <= run.Range.FirstDirtyOffset)
        {
            return end;
        }

        using var batches = new BatchCleaner(run, map, fill.Transactions, end);
        var cleaner = new SegmentCleaner(
            run, batches, [.. run.Range.Segments.TakeWhile(segment => segment.BaseOffset < end)]);
        while (cleaner.HasNext)
        {
            using CleanedSegment? cleaned = cleaner.CleanNext();
            PutInPlace(cleaned);
        }

        Dropped = batches.Dropped;
        Keyless = batches.Keyless;
        Merge(end);
        return end;
    }

    /// <summary>Puts together what has become small: few files, whatever a topic's keys do.</summary>
    private void Merge(long end)
    {
        long start = run.Range.Segments[0].BaseOffset;
        var merger = new SegmentMerger(
            run,
            [.. run.Partition.Snapshot.Sealed
                .SkipWhile(segment => segment.BaseOffset < start)
                .TakeWhile(segment => segment.BaseOffset < end && segment.NextOffset <= run.Range.EndOffset)]);
        while (merger.MergeNext() is { } merged)
        {
            using (merged)
            {
                PutInPlace(merged);
            }
        }
    }

    private void PutInPlace(CleanedSegment? cleaned)
    {
        if (cleaned is not null && !Swap(cleaned))
        {
            throw new UncleanableException("Its segments changed while they were compacted.");
        }
    }

    /// <summary>Puts a cleaned segment in its place; false, and all is as before, where the old ones changed.</summary>
    private bool Swap(CleanedSegment cleaned)
    {
        cleaned.Dispose();
        log.SegmentFilesGate.Wait();
        try
        {
            if (run.Partition.IsDeleted)
            {
                cleaned.Abandon();
                return false;
            }

            return SwapGated(cleaned);
        }
        catch (IOException exception)
        {
            // What is on the disk now only the next start can judge.
            throw run.Context.Failure.Set(exception);
        }
        finally
        {
            log.SegmentFilesGate.Release();
        }
    }

    private bool SwapGated(CleanedSegment cleaned)
    {
        LogFileSystem files = run.Context.Files;
        SegmentSwap swap = cleaned.Swap;
        swap.Decide(files);
        var segment = new SealedSegment(
            swap.Directory, swap.BaseOffset, swap.NextOffset, cleaned.SizeBytes, run.Context.OpenSegments)
        {
            AppendedAt = cleaned.Group[^1].AppendedAt,
            Fingerprint = cleaned.Fingerprint,
        };

        // Open before it has its name: readers get it from the moment it is published.
        using SegmentLease lease = segment.Adopt(SegmentFiles.Open(files, swap));
        var command = new ReplaceSegmentsCommand(files, run.Partition, cleaned.Group, segment);
        pipeline.ExecuteAsync(command).GetAwaiter().GetResult();
        if (!command.IsPublished)
        {
            segment.Retire();
            swap.Undo(files);
            cleaned.Abandon();
            return false;
        }

        // Whoever reads the old ones reads on; whoever comes with an old snapshot is sent to the new one.
        foreach (SealedSegment old in cleaned.Group)
        {
            old.Retire();
        }

        swap.Finish(files, cleaned.Group.Select(old => old.BaseOffset));
        foreach (string suffix in (ReadOnlySpan<string>)[LogPaths.OffsetIndexSuffix, LogPaths.TimeIndexSuffix])
        {
            files.Rename(swap.CleanedPath(suffix), LogPaths.Segment(swap.Directory, swap.BaseOffset, suffix));
        }

        run.Context.Space.ReleaseDeleted(cleaned.Group.Sum(old => old.SizeBytes));
        return true;
    }
}
