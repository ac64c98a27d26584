using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Reads every sealed segment again and again, slowly and past the page cache, so that rot is found while there may be
/// another copy, and not when somebody asks for the records. A loop of its own whose work runs on a thread of low
/// priority; it changes nothing, but reports damage as a reader does.
/// </summary>
internal sealed partial class Scrubber(LogContext context, LogDirectory log)
{
    private readonly ILogger _logger = context.Loggers.CreateLogger<Scrubber>();
    private volatile ScrubStatus _status = new();

    public ScrubStatus Status => _status;

    /// <summary>The loop; ends when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await Task.Delay(log.Options.Scrub.Delay, context.Time, cancellation);
        while (true)
        {
            if (log.Options.Scrub.BytesPerSecond > 0)
            {
                await LowPriorityThread.RunAsync("Scrub", () => RunOnce(Random.Shared, cancellation));
            }

            await Task.Delay(log.Options.Scrub.Interval, context.Time, cancellation);
        }
    }

    /// <summary>
    /// One pass over all sealed segments, beginning at any of them: a gateway that is often restarted comes to all.
    /// </summary>
    public void RunOnce(Random random, CancellationToken cancellation)
    {
        var throttle = new CompactionThrottle(context.Time, log.Options.Scrub.BytesPerSecond, cancellation);
        (Partition Partition, long BaseOffset)[] segments = [.. log.Topics.Snapshot.Values
            .SelectMany(topic => topic.Partitions)
            .SelectMany(partition => partition.Snapshot.Sealed.Select(segment => (partition, segment.BaseOffset)))];
        int start = random.Next(Math.Max(1, segments.Length));
        long foundBefore = _status.DamagedRanges;
        _status = _status with { SegmentsDone = 0, Segments = segments.Length };
        for (int i = 0; i < segments.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            (Partition partition, long baseOffset) = segments[(start + i) % segments.Length];
            TryLook(partition, baseOffset, throttle);
            _status = _status with { SegmentsDone = i + 1 };
        }

        _status = _status with
        {
            File = null,
            Position = 0,
            Passes = _status.Passes + 1,
            LastPassEnded = context.Time.GetUtcNow(),
        };
        LogPassed(segments.Length, _status.DamagedRanges - foundBefore);
    }

    /// <summary>
    /// A segment that cannot be looked at now is looked at in the next pass; the others have their turn.
    /// </summary>
    private void TryLook(Partition partition, long baseOffset, CompactionThrottle throttle)
    {
        try
        {
            Look(partition, baseOffset, throttle);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(
                LogPaths.Segment(partition.Directory, baseOffset, LogPaths.LogSuffix), exception.Message);
        }
    }

    private void Look(Partition partition, long baseOffset, CompactionThrottle throttle)
    {
        PartitionSnapshot snapshot = partition.Snapshot;
        int index = snapshot.IndexOf(baseOffset);
        bool isThere = !partition.IsDeleted
            && index < snapshot.Sealed.Length
            && snapshot.Sealed[index].BaseOffset == baseOffset;
        if (!isThere || !SegmentView.TryOpen(snapshot, index, out SegmentView view))
        {
            return;
        }

        SealedSegment segment = snapshot.Sealed[index];
        using (view)
        {
            view.File.ForgetCached();
            AuditSubject subject = DamageFinder.SubjectOf(partition, snapshot, view, partition.HighWatermark.Value);
            using var audit = new SegmentAudit(subject);
            var witness = new IndexWitness(partition.Directory, baseOffset);
            Walk(audit, witness, throttle, segment);
            if (segment.IsDeleted)
            {
                return;
            }

            if (audit.AreEpochsDoubtful)
            {
                partition.DistrustEpochs();
            }

            if (audit.Found.Count > 0)
            {
                _status = _status with { DamagedRanges = _status.DamagedRanges + audit.Found.Count };
                partition.ReportDamage(segment, audit.Found);
            }
            else if (subject.Known.Count == 0 && !witness.IsSatisfied)
            {
                _status = _status with { BadIndexes = _status.BadIndexes + 1 };
                view.DistrustIndex();
                LogBadIndex(segment.LogPath);
            }

            view.File.ForgetCached();
        }
    }

    private void Walk(SegmentAudit audit, IndexWitness witness, CompactionThrottle throttle, SealedSegment segment)
    {
        string path = segment.LogPath;
        long read = _status.BytesRead;
        long before = 0;

        // Not to the end of what has been let go: this lease would be the last that holds its blocks.
        while (!segment.IsDeleted && audit.Step())
        {
            if (audit.Taken is { } header)
            {
                witness.Tell(header, audit.TakenPosition);
            }

            Debug.Assert(audit.Position >= before, "a walk only goes on");
            throttle.Pay(audit.Position - before);
            before = audit.Position;
            _status = _status with { File = path, Position = before, BytesRead = read + before };
        }
    }
}
