namespace EdgeLog.Storage;

/// <summary>
/// Sets aside what recovery would read and is not this partition's: files that have been put in the place of segments.
/// </summary>
internal sealed class ForeignSegments(
    LogContext context, PartitionRepair repair, List<long> bases, List<string> findings)
{
    /// <summary>The segment with the recovery point, where it is not what was flushed.</summary>
    public void SetAside(RecoveryPoint point)
    {
        if (!bases.Contains(point.SegmentBaseOffset) || IsFile(point.SegmentBaseOffset, point.Fingerprint))
        {
            return;
        }

        SetAside(point.SegmentBaseOffset);
        bases.Remove(point.SegmentBaseOffset);
        if (bases.Count == 0)
        {
            bases.Add(point.NextOffset);
            context.Files.OpenOrCreate(PathOf(point.NextOffset)).Dispose();
        }
    }

    /// <summary>
    /// Of the sealed segments from a base offset on, those that are not what was sealed: an empty one takes the place,
    /// so that what is missing has one.
    /// </summary>
    public void SetSealedAside(long fromOffset)
    {
        foreach (long baseOffset in bases.Where(offset => offset >= fromOffset && IsForeign(offset)).ToArray())
        {
            SetAside(baseOffset);
            context.Files.OpenOrCreate(PathOf(baseOffset)).Dispose();
        }
    }

    private bool IsForeign(long baseOffset) =>
        repair.Known.Find(baseOffset) is { } fingerprint && !IsFile(baseOffset, fingerprint);

    private bool IsFile(long baseOffset, SegmentFingerprint fingerprint)
    {
        using LogFile file = context.Files.OpenRead(PathOf(baseOffset));
        return fingerprint.IsOf(file);
    }

    private void SetAside(long baseOffset)
    {
        string path = PathOf(baseOffset);
        string aside = LogPaths.Aside(path);
        context.Files.Rename(path, aside);
        findings.Add($"{repair.Id}: {path} holds records that are not this partition's; it was renamed to {aside}.");
        repair.Known.Forget(baseOffset, baseOffset + 1);
    }

    private string PathOf(long baseOffset) =>
        LogPaths.Segment(repair.Directory, baseOffset, LogPaths.LogSuffix);
}
