namespace EdgeLog.Storage;

/// <summary>
/// Lets segments go, one drop after the other: declares it, takes the segments from readers, checkpoints the new log
/// start, removes the files. In this order, so that a power cut never leaves a deletion that nobody declared.
/// </summary>
internal sealed class SegmentDropper(LogContext context, LogPipeline pipeline, LogDirectory log) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>
    /// Drops; returns how many bytes went: none where the segments have gone already, or where there is no room to
    /// declare it.
    /// </summary>
    public async Task<long> DropAsync(IReadOnlyList<SegmentDrop> drops, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            SegmentDrop[] wanted = [.. drops.Select(Exact).OfType<SegmentDrop>()];
            Gap[] gaps = [.. wanted.SelectMany(drop => GapsOf.Drop(drop, log.Mirrors))];
            return wanted.Length > 0 && await log.Gaps.DeclareAsync(gaps, cancellation)
                ? await RemoveAsync(wanted, cancellation)
                : 0;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<long> RemoveAsync(SegmentDrop[] drops, CancellationToken cancellation)
    {
        DropSegmentsCommand[] commands = [.. drops.Select(drop => new DropSegmentsCommand(drop))];
        await log.SegmentFilesGate.WaitAsync(cancellation);
        try
        {
            await Task.WhenAll(commands.Select(pipeline.ExecuteAsync)).WaitAsync(cancellation);

            await SaveAsync(cancellation);
            long bytes = commands.Sum(Delete);
            context.Space.ReleaseDeleted(bytes);
            return bytes;
        }
        finally
        {
            log.SegmentFilesGate.Release();
        }
    }

    /// <summary>
    /// Makes the new log start durable, so that after a power cut not some of the files are back and others not. Where
    /// the disk has no room even for that, the files are what gives it: they go all the same, oldest first.
    /// </summary>
    private async Task SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await pipeline.SaveAsync().WaitAsync(context.Limits.DropSaveTime, context.Time, cancellation);
        }
        catch (TimeoutException)
        {
            // It is saved once there is room.
        }
    }

    /// <summary>
    /// The drop as it is declared: up to where its last segment ends; null where its segments have gone.
    /// </summary>
    private static SegmentDrop? Exact(SegmentDrop drop)
    {
        PartitionSnapshot snapshot = drop.Partition.Snapshot;
        int count = DropSegmentsCommand.Count(drop, snapshot);
        return count == 0 ? null : drop with { BeforeOffset = snapshot.Sealed[count - 1].NextOffset };
    }

    private long Delete(DropSegmentsCommand command)
    {
        long bytes = 0;
        try
        {
            foreach (SealedSegment segment in command.Dropped)
            {
                segment.Delete();
                bytes += segment.SizeBytes;
            }

            context.Files.FlushDirectory(command.Partition.Directory);
        }
        catch (IOException) when (command.Partition.IsDeleted)
        {
            // The whole folder went meanwhile.
        }

        return bytes;
    }
}
