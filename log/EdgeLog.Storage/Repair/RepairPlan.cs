namespace EdgeLog.Storage;

/// <summary>What a repair would do, found without changing anything: only the lock is taken.</summary>
internal static class RepairPlan
{
    public static IReadOnlyList<string> Make(string directory, CancellationToken cancellation)
    {
        using DirectoryLock held = DirectoryLock.Take(directory);
        List<string> plan = [];
        LogState? state = LogState.Read(directory);
        if (ChecksummedText.Read(Path.Combine(directory, DirectoryIdentity.FileName)) is null)
        {
            plan.Add(state?.DirectoryId is null
                ? $"write {DirectoryIdentity.FileName} anew, for an older version or with a new identity"
                : $"write {DirectoryIdentity.FileName} anew, with the identity in the state file");
        }

        CheckpointFile? checkpoint = CheckpointFile.Read(directory);
        if (state is null)
        {
            plan.Add("recover without the state file, which is missing or damaged");
        }

        if (checkpoint is null)
        {
            plan.Add("scan every segment: the checkpoint is missing or damaged");
        }

        if (state is not null && checkpoint is not null && !LogState.IsClean(directory, state.JournalEpoch, 2))
        {
            plan.Add("recover from an unclean stop: what the journal has goes into the segments, torn tails are cut");
        }

        foreach (string folder in LogPaths.PartitionFolders(directory).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            AddPartition(folder, plan);
        }

        return plan;
    }

    private static void AddPartition(string folder, List<string> plan)
    {
        string name = Path.GetFileName(folder);
        if (PartitionFolder.ReadTopicId(folder) is null)
        {
            plan.Add($"{name}: write partition.metadata anew");
        }

        long[] bases = [.. Directory.GetFiles(folder, "*" + LogPaths.LogSuffix)
            .Select(LogPaths.ParseBaseOffset).OfType<long>().Order()];
        for (int i = 0; i < bases.Length; i++)
        {
            AddSegment(folder, bases[i], i + 1 < bases.Length ? bases[i + 1] : null, plan);
        }
    }

    private static void AddSegment(string folder, long baseOffset, long? nextOffset, List<string> plan)
    {
        string path = LogPaths.Segment(folder, baseOffset, LogPaths.LogSuffix);
        using var file = new DiskFile(path, FileMode.Open, FileAccess.Read);
        var subject = new AuditSubject
        {
            File = file,
            BaseOffset = baseOffset,
            EndPosition = file.Length,
            NextOffset = nextOffset ?? long.MaxValue,
            IsSealed = nextOffset is not null,

            // Whether the topic is compacted only the catalog knows, which may be what is damaged.
            MayHaveHoles = true,
            Epochs = null,
            Known = [.. QuarantineFile.Read(folder).Where(range => range.SegmentBaseOffset == baseOffset)],
        };
        foreach (QuarantinedRange range in SegmentAudit.Run(subject).Where(range => range.EndPosition > range.Position))
        {
            string last = range.ToOffset == QuarantinedRange.OpenEnd ? "the end" : $"{range.ToOffset - 1}";
            plan.Add(
                $"{Path.GetFileName(folder)}: leave out bytes {range.Position} to {range.EndPosition} of "
                + $"{Path.GetFileName(path)}, offsets {range.FromOffset} to {last}, which are damaged, or cut them "
                + "where nothing follows");
        }
    }
}
