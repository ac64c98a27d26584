using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Repairs one partition: from its recovery point on it takes what is valid in the segments, puts in from the journal
/// what
/// is missing, and decides between a torn tail, which is cut, and damage with good data behind it, which is kept apart.
/// </summary>
internal sealed class PartitionRecovery(LogContext context, PartitionRepair repair)
{
    private readonly JournalTail _journal = new(context, repair.Journal, repair.LastJournalSequence);
    private readonly List<QuarantinedRange> _quarantined = [.. QuarantineFile.Read(repair.Directory)];
    private readonly List<long> _bases = [.. repair.SegmentBases];
    private ProducerStates _producers = null!;
    private LeaderEpochs _epochs = null!;
    private long _producersFrom;
    private long _expected;
    private long _startPosition;
    private bool _isChanged;
    private bool _isQuarantineChanged;
    private int _firstIndex;

    /// <summary>Bytes cut from the end.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Batches taken from the journal.</summary>
    public long JournalBatches { get; private set; }

    /// <summary>What was out of the ordinary.</summary>
    public List<string> Findings { get; } = [];

    public RecoveredPartition Recover()
    {
        PartitionStart start = new PartitionStartFinder(context, repair, _bases, Findings).Find();
        _firstIndex = _bases.IndexOf(start.SegmentBaseOffset);
        _startPosition = start.Position;
        _expected = _producersFrom = start.NextOffset;
        (_producers, _epochs) = (start.Producers, start.Epochs);
        ActiveSegment? active = null;
        for (int i = _firstIndex; active is null; i++)
        {
            active = RepairSegment(i);
            _startPosition = 0;
        }

        ForgetCut(active);
        NoteLogStart();
        if (_isQuarantineChanged)
        {
            QuarantineFile.Write(context.Files, repair.Directory, _quarantined);
        }

        ImmutableArray<SealedSegment> segments = SealedSegments();
        _isChanged |= repair.Known.Save(context.Files, segments, active.BaseOffset);
        if (_isChanged)
        {
            context.Files.FlushDirectory(repair.Directory);
        }

        _epochs.TruncateTo(_expected);
        long logStart = Math.Max(repair.Point?.LogStartOffset ?? 0, _bases[0]);
        return new RecoveredPartition
        {
            Snapshot = new PartitionSnapshot(
                segments, active, Math.Min(logStart, _expected), [.. _quarantined]),
            NextOffset = _expected,
            Producers = _producers,
            SavedProducersOffset = start.SavedProducersOffset,
            Epochs = _epochs,
            SavedEpochsCrc = start.SavedEpochsCrc,
        };
    }

    /// <summary>Damage behind the end of the last segment went with the cut; other batches will lie there.</summary>
    private void ForgetCut(ActiveSegment active) =>
        _isQuarantineChanged |= _quarantined.RemoveAll(
            range => range.SegmentBaseOffset == active.BaseOffset && range.Position > active.Position) > 0;

    /// <summary>
    /// Segments that are gone from the beginning. They are no damage: what was not declared before they went is
    /// declared for what lies before the log start.
    /// </summary>
    private void NoteLogStart()
    {
        if (repair.Point is { } point && point.LogStartOffset < _bases[0])
        {
            Findings.Add(
                $"{repair.Id}: the segments with offsets {point.LogStartOffset} to {_bases[0] - 1} are not there any "
                + "more; the log starts behind them.");
        }

        _isQuarantineChanged |= _quarantined.RemoveAll(range => range.ToOffset <= _bases[0]) > 0;
    }

    /// <summary>
    /// Repairs the segment at an index from the current position on. Returns it open where it is the last one, else
    /// null.
    /// </summary>
    private ActiveSegment? RepairSegment(int index)
    {
        long baseOffset = _bases[index];
        LogFile file = context.Files.OpenOrCreate(LogPathOf(baseOffset));
        DateTimeOffset appendedAt = context.Clock.AppendedAt(File.GetLastWriteTimeUtc(file.Path));
        var active = new ActiveSegment(baseOffset, file, appendedAt);
        if (_startPosition > 0)
        {
            active.ResumeIndex(context, repair.Directory, _startPosition);
            active.Fingerprint = repair.Point!.Value.Fingerprint;
        }

        long end = ScanTail(index, active);
        if (file.Length > end)
        {
            TornBytes += file.Length - end;
            file.Truncate(end);
            _isChanged = true;
        }

        // Nothing behind the recovery point: all of it was flushed when the point was set.
        _isChanged |= end > _startPosition || index != _firstIndex;
        if (_isChanged)
        {
            SegmentRewrite.Run(file, _startPosition, end);
        }

        active.Resume(end);
        if (index < _bases.Count - 1)
        {
            active.WriteIndexes(context.Files, repair.Directory);
            repair.Known.Note(baseOffset, active.Fingerprint);

            // The wall clock's time that the writing left is no measure of its age.
            file.SetModified(repair.Now);
            active.Dispose();
            return null;
        }

        return active;
    }

    /// <summary>Walks the segment, filling in from the journal; returns where its good bytes end.</summary>
    private long ScanTail(int index, ActiveSegment active)
    {
        using var scan = new SegmentScan(active.File);
        long position = _startPosition;
        while (true)
        {
            long limit = index < _bases.Count - 1 ? _bases[index + 1] : long.MaxValue;
            if (_expected >= limit)
            {
                return position;
            }

            if (TrySkipKnown(index, ref position))
            {
                continue;
            }

            bool isBatch = scan.TryRead(position, out RecordBatchHeader header, out _)
                && header.BaseOffset.Value >= _expected
                && header.NextOffset.Value <= limit
                && HasRightEpoch(scan, header, position);
            bool isNext = isBatch && header.BaseOffset.Value == _expected;
            bool isBehindHole = isBatch && !isNext && LeadsOn(scan, header, position, limit);
            if (isNext || (isBehindHole && repair.MayHaveHoles))
            {
                // A later offset right where the next batch has to be: those between were compacted away. The journal,
                // which may still have them, does not bring them back.
                Take(active, header, position);
                position += header.SizeBytes;
            }
            else if (_journal.BatchesFrom(_expected) is { } batches)
            {
                position = TakeFromJournal(active, scan, batches, position);
            }
            else if (isBehindHole)
            {
                Skip(new QuarantinedRange(_bases[index], position, position, _expected, header.BaseOffset.Value));
            }
            else if (FindDamageEnd(index, scan, position, limit) is { } damage)
            {
                Skip(damage);
                position = damage.EndPosition;
            }
            else
            {
                Cut(index, scan.Length - position);
                return position;
            }
        }
    }

    private bool TrySkipKnown(int index, ref long position)
    {
        foreach (QuarantinedRange known in _quarantined)
        {
            if (known.SegmentBaseOffset == _bases[index] && known.IsAt(position) && known.ToOffset > _expected)
            {
                position = known.EndPosition;
                _expected = known.ToOffset;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a batch has the epoch that belongs to its offset, or begins a new one, in which then the next batch is
    /// too.
    /// </summary>
    private bool HasRightEpoch(SegmentScan scan, in RecordBatchHeader header, long position)
    {
        LeaderEpoch epoch = header.PartitionLeaderEpoch;
        if (epoch.Value <= _epochs.Last && _epochs.Starts.Length > 0)
        {
            return _epochs.Matches(epoch, header.BaseOffset.Value);
        }

        return epoch <= repair.LastEpoch
            && (!scan.TryRead(position + header.SizeBytes, out RecordBatchHeader next, out _)
                || next.BaseOffset != header.NextOffset
                || next.PartitionLeaderEpoch >= epoch);
    }

    /// <summary>
    /// Whether a batch behind missing offsets is where it says: the next one goes on from it, or nothing is to follow.
    /// </summary>
    private bool LeadsOn(SegmentScan scan, in RecordBatchHeader header, long position, long limit) =>
        scan.TryRead(position + header.SizeBytes, out RecordBatchHeader next, out _)
            ? next.BaseOffset == header.NextOffset || (repair.MayHaveHoles && next.BaseOffset > header.NextOffset)
            : header.NextOffset.Value == limit || repair.MayHaveHoles || limit == long.MaxValue;

    /// <summary>Leaves out what is missing, and goes on behind it.</summary>
    private void Skip(in QuarantinedRange damage)
    {
        Quarantine(damage);
        _expected = damage.ToOffset;

        // A producer's next batch may be one of those that were lost: it is taken, even if that repeats others.
        _producers.Clear();
    }

    /// <summary>Nothing valid follows: the rest of the partition goes.</summary>
    private void Cut(int index, long tornBytes)
    {
        if (tornBytes > 0 && _expected < repair.UnacknowledgedFrom(_journal))
        {
            Findings.Add(
                $"{repair.Id}: {tornBytes} bytes at the end of segment {_bases[index]}, from offset {_expected} on, "
                + "are no batches; they were cut.");
        }

        DropSegmentsBehind(index);
    }

    private long TakeFromJournal(ActiveSegment active, SegmentScan scan, byte[] batches, long position)
    {
        active.File.Write(batches, position);
        scan.Length = Math.Max(scan.Length, position + batches.Length);
        scan.Forget();
        for (int at = 0; at < batches.Length;)
        {
            RecordBatchHeader header = RecordBatchHeader.Read(batches.AsSpan(at));
            Take(active, header, position + at);
            at += header.SizeBytes;
            JournalBatches++;
        }

        return position + batches.Length;
    }

    private void Take(ActiveSegment active, in RecordBatchHeader header, long position)
    {
        active.Note(header, position);
        _epochs.Add(header.PartitionLeaderEpoch, header.BaseOffset.Value);
        if (header.ProducerId >= 0 && !header.IsControl && header.BaseOffset.Value >= _producersFrom)
        {
            // When it was appended is not known any more, and what the records say of it need not be true.
            _producers.Add(header, repair.Now.ToUnixTimeMilliseconds(), repair.Now);
        }

        _expected = header.NextOffset.Value;
    }

    /// <summary>
    /// Where good data goes on behind a bad position, or null where the rest was never acknowledged or nothing
    /// follows: a
    /// torn tail.
    /// </summary>
    private QuarantinedRange? FindDamageEnd(int index, SegmentScan scan, long position, long limit)
    {
        if (_expected >= repair.UnacknowledgedFrom(_journal))
        {
            return null;
        }

        if (scan.FindNext(position, _expected + 1, limit) is { } found)
        {
            return new QuarantinedRange(_bases[index], position, found.Position, _expected, found.BaseOffset);
        }

        if (_journal.NextFrom(_expected) is { } journaled && journaled < limit)
        {
            return new QuarantinedRange(_bases[index], position, position, _expected, journaled);
        }

        if (limit < long.MaxValue && (_bases.Skip(index + 1).Any(HasBatches) || _journal.NextFrom(limit) is not null))
        {
            return new QuarantinedRange(_bases[index], position, scan.Length, _expected, limit);
        }

        // What was durable is not given again, even where nothing is left of it.
        long durableTo = Math.Max(repair.Point?.NextOffset ?? 0, _journal.UnacknowledgedFrom ?? 0);
        return _expected < durableTo
            ? new QuarantinedRange(_bases[index], position, scan.Length, _expected, Math.Min(durableTo, limit))
            : null;
    }

    private bool HasBatches(long baseOffset)
    {
        using LogFile file = context.Files.OpenRead(LogPathOf(baseOffset));
        using var scan = new SegmentScan(file);
        return scan.TryRead(0, out _, out _) || scan.FindNext(0, baseOffset, long.MaxValue) is not null;
    }

    private void Quarantine(in QuarantinedRange damage)
    {
        if (_quarantined.Contains(damage))
        {
            return;
        }

        _quarantined.Add(damage);
        _isQuarantineChanged = true;
        Findings.Add(
            $"{repair.Id}: offsets {damage.FromOffset} to {damage.ToOffset - 1} are damaged or missing in segment "
            + $"{damage.SegmentBaseOffset} at byte {damage.Position}; they are left out, everything around them is "
            + "kept.");
    }

    private void DropSegmentsBehind(int index)
    {
        for (int i = _bases.Count - 1; i > index; i--)
        {
            string path = LogPathOf(_bases[i]);
            TornBytes += new FileInfo(path).Length;
            context.Files.Delete(path);
            _bases.RemoveAt(i);
        }
    }

    private ImmutableArray<SealedSegment> SealedSegments()
    {
        ImmutableArray<SealedSegment>.Builder segments = ImmutableArray.CreateBuilder<SealedSegment>();
        for (int i = 0; i < _bases.Count - 1; i++)
        {
            var info = new FileInfo(LogPathOf(_bases[i]));
            segments.Add(new SealedSegment(
                repair.Directory, _bases[i], _bases[i + 1], info.Length, context.OpenSegments)
            {
                AppendedAt = context.Clock.AppendedAt(info.LastWriteTimeUtc),
                Fingerprint = repair.Known.Find(_bases[i]),
            });
        }

        return segments.ToImmutable();
    }

    private string LogPathOf(long baseOffset) => LogPaths.Segment(repair.Directory, baseOffset, LogPaths.LogSuffix);
}
