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
    private const int CopyBytes = 256 * 1024;

    private readonly JournalTail _journal = new(context, repair.Journal);
    private readonly List<QuarantinedRange> _quarantined = [.. QuarantineFile.Read(repair.Directory)];
    private readonly List<long> _bases = [.. repair.SegmentBases];
    private ProducerStates _producers = null!;
    private LeaderEpochs _epochs = null!;
    private long _producersFrom;
    private long _expected;
    private long _startPosition;
    private bool _isChanged;
    private int _firstIndex;

    /// <summary>Bytes cut from the end.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Batches taken from the journal.</summary>
    public long JournalBatches { get; private set; }

    /// <summary>What was out of the ordinary.</summary>
    public List<string> Findings { get; } = [];

    public RecoveredPartition Recover()
    {
        RecoveryPoint? point = ValidPoint();
        _firstIndex = Begin(point);
        int quarantinedBefore = _quarantined.Count;
        ActiveSegment? active = null;
        for (int i = _firstIndex; active is null; i++)
        {
            active = RepairSegment(i);
            _startPosition = 0;
        }

        if (_quarantined.Count > quarantinedBefore)
        {
            QuarantineFile.Write(context.Files, repair.Directory, _quarantined);
        }

        if (_isChanged)
        {
            context.Files.FlushDirectory(repair.Directory);
        }

        _epochs.TruncateTo(_expected);
        long logStart = Math.Max(point?.LogStartOffset ?? 0, _bases[0]);
        return new RecoveredPartition
        {
            Snapshot = new PartitionSnapshot(
                SealedSegments(), active, Math.Min(logStart, _expected), [.. _quarantined]),
            NextOffset = _expected,
            Producers = _producers,
            SavedProducersOffset = point?.ProducersOffset ?? -1,
            Epochs = _epochs,
        };
    }

    /// <summary>The recovery point, if its segment is there and as long as it says.</summary>
    private RecoveryPoint? ValidPoint()
    {
        if (repair.Point is not { } point || !_bases.Contains(point.SegmentBaseOffset))
        {
            return null;
        }

        if (new FileInfo(LogPathOf(point.SegmentBaseOffset)).Length >= point.Position)
        {
            return point;
        }

        Findings.Add(
            $"{repair.Id}: segment {point.SegmentBaseOffset} is shorter than the {point.Position} bytes that were "
            + "flushed; the whole partition was scanned.");
        return null;
    }

    private int Begin(RecoveryPoint? point)
    {
        _epochs = LeaderEpochFile.Read(repair.Directory);
        _expected = point?.NextOffset ?? _bases[0];
        _startPosition = point?.Position ?? 0;
        _producers = new ProducerStates();
        _producersFrom = _expected;
        if (point is { ProducersOffset: >= 0 })
        {
            if (ProducerSnapshot.Read(repair.Directory, point.Value.ProducersOffset) is { } saved)
            {
                _producers = saved;
            }
            else
            {
                Findings.Add($"{repair.Id}: the producers' states were rebuilt from the log.");
                RebuildProducers(point.Value);
            }
        }

        return point is null ? 0 : _bases.IndexOf(point.Value.SegmentBaseOffset);
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
            Rewrite(active, end);
        }

        active.Resume(end);
        if (index < _bases.Count - 1)
        {
            active.WriteIndexes(context.Files, repair.Directory);

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

            if (scan.TryRead(position, out RecordBatchHeader header, out _)
                && header.BaseOffset.Value >= _expected
                && header.NextOffset.Value <= limit)
            {
                // A later offset right where the next batch has to be: those between were compacted away, or are
                // declared missing already. The journal, which may still have them, does not bring them back.
                Take(active, header, position);
                position += header.SizeBytes;
            }
            else if (_journal.BatchesFrom(_expected) is { } batches)
            {
                position = TakeFromJournal(active, scan, batches, position);
            }
            else if (FindDamageEnd(index, scan, position, limit) is { } damage)
            {
                Quarantine(active, position, damage);
                position = damage.EndPosition;
                _expected = damage.ToOffset;
            }
            else
            {
                DropSegmentsBehind(index);
                return position;
            }
        }
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
        active.Index.Add(header, (int)position);
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

        bool isMoreBehind = _bases.Skip(index + 1).Any(HasBatches) || (_journal.NextFrom(limit) is not null);
        return limit < long.MaxValue && isMoreBehind
            ? new QuarantinedRange(_bases[index], position, scan.Length, _expected, limit)
            : null;
    }

    private bool HasBatches(long baseOffset)
    {
        using LogFile file = context.Files.OpenRead(LogPathOf(baseOffset));
        using var scan = new SegmentScan(file);
        return scan.TryRead(0, out _, out _) || scan.FindNext(0, baseOffset, long.MaxValue) is not null;
    }

    private void Quarantine(ActiveSegment active, long position, QuarantinedRange damage)
    {
        if (damage.EndPosition > position)
        {
            _quarantined.Add(damage);
        }

        Findings.Add(
            $"{repair.Id}: offsets {damage.FromOffset} to {damage.ToOffset - 1} are damaged or missing in "
            + $"{active.File.Path} at byte {position}; they are left out, everything behind them is kept.");

        // A producer's next batch may be one of those that were lost: it is taken, even if that repeats others.
        _producers.Clear();
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

    /// <summary>
    /// Writes what was taken again and flushes it: that it can be read says nothing of what is on the flash.
    /// </summary>
    private void Rewrite(ActiveSegment active, long end)
    {
        var buffer = new byte[Math.Min(CopyBytes, Math.Max(1, end - _startPosition))];
        for (long position = _startPosition; position < end; position += buffer.Length)
        {
            Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - position));
            active.File.Read(chunk, position);
            active.File.Write(chunk, position);
        }

        active.File.Flush();
    }

    private void RebuildProducers(RecoveryPoint point)
    {
        foreach (long baseOffset in _bases.Where(b => b <= point.SegmentBaseOffset))
        {
            using LogFile file = context.Files.OpenRead(LogPathOf(baseOffset));
            long end = baseOffset == point.SegmentBaseOffset ? point.Position : file.Length;
            using var walk = new BatchWalk(file, 0, end);
            while (walk.MoveNext())
            {
                if (walk.Header.ProducerId >= 0 && !walk.Header.IsControl)
                {
                    _producers.Add(walk.Header, repair.Now.ToUnixTimeMilliseconds(), repair.Now);
                }
            }
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
            });
        }

        return segments.ToImmutable();
    }

    private string LogPathOf(long baseOffset) => LogPaths.Segment(repair.Directory, baseOffset, LogPaths.LogSuffix);
}
