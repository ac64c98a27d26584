using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Walks a segment from its start, batch by batch: checksums, offsets without a break, the epochs that belong to them.
/// Whatever is not as it was written becomes a range to be quarantined, and the walk goes on behind it. Used by one
/// thread.
/// </summary>
internal sealed class SegmentAudit : IDisposable
{
    private readonly AuditSubject _subject;
    private readonly SegmentScan _scan;
    private readonly List<QuarantinedRange> _found = [];
    private long _expected;

    public SegmentAudit(AuditSubject subject)
    {
        _subject = subject;
        _scan = new SegmentScan(subject.File) { Length = Math.Min(subject.EndPosition, subject.File.Length) };
        _expected = subject.BaseOffset;
    }

    /// <summary>How far it has come, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>The batch that the last step came upon; null where it was none.</summary>
    public RecordBatchHeader? Taken { get; private set; }

    /// <summary>Where that batch begins.</summary>
    public long TakenPosition { get; private set; }

    /// <summary>
    /// What was found, in order, the ranges that were known not among them. Nothing where the disk has given back none
    /// of the segment's bytes: that is no rot, and it may come back.
    /// </summary>
    public IReadOnlyList<QuarantinedRange> Found => _scan.IsUnreadable ? [] : _found;

    /// <summary>Whether batches have epochs that neither they nor their neighbours should have.</summary>
    public bool AreEpochsDoubtful { get; private set; }

    /// <summary>Walks a segment to its end; returns what was found.</summary>
    public static IReadOnlyList<QuarantinedRange> Run(AuditSubject subject)
    {
        using var audit = new SegmentAudit(subject);
        while (audit.Step())
        {
        }

        return audit.Found;
    }

    /// <summary>Looks at the next batch or bad range; false at the end.</summary>
    public bool Step()
    {
        Taken = null;
        if (TrySkipKnown())
        {
            return true;
        }

        if (Position >= _scan.Length || (!_subject.IsSealed && _expected >= _subject.NextOffset))
        {
            Finish();
            return false;
        }

        if (_scan.TryRead(Position, out RecordBatchHeader header, out _) && IsInOrder(header))
        {
            if (header.BaseOffset.Value > _expected && !_subject.MayHaveHoles)
            {
                Add(Position, header.BaseOffset.Value);
            }

            Taken = header;
            TakenPosition = Position;
            _expected = header.NextOffset.Value;
            Position += header.SizeBytes;
            return true;
        }

        SkipBad();
        return true;
    }

    public void Dispose() => _scan.Dispose();

    private bool TrySkipKnown()
    {
        foreach (QuarantinedRange known in _subject.Known)
        {
            if (known.IsAt(Position) && known.ToOffset > _expected)
            {
                Position = known.EndPosition;
                _expected = known.ToOffset;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// At the end of a sealed segment nothing may be missing before the next one: compaction leaves its last batch.
    /// </summary>
    private void Finish()
    {
        if (_expected < _subject.NextOffset)
        {
            Add(Position, _subject.NextOffset);
        }

        _expected = Math.Max(_expected, _subject.NextOffset);
    }

    private bool IsInOrder(in RecordBatchHeader header)
    {
        long offset = header.BaseOffset.Value;
        bool isInside = offset >= _expected
            && (!_subject.IsSealed || header.NextOffset.Value <= _subject.NextOffset);
        if (!isInside || (offset > _expected && !LeadsOn(header)))
        {
            return false;
        }

        if (_subject.Epochs is not { } epochs || epochs.Matches(header.PartitionLeaderEpoch, offset))
        {
            return true;
        }

        // One that is wrong between others that are right is damaged. Where they are wrong alike, the history is.
        bool isNextRight = !TryPeek(header, out RecordBatchHeader next)
            || epochs.Matches(next.PartitionLeaderEpoch, next.BaseOffset.Value);
        AreEpochsDoubtful |= !isNextRight;
        return !isNextRight;
    }

    /// <summary>
    /// Whether a batch behind a hole is where it says: the next one goes on from it, or nothing is to follow.
    /// </summary>
    private bool LeadsOn(in RecordBatchHeader header) => TryPeek(header, out RecordBatchHeader next)
        ? next.BaseOffset == header.NextOffset || (_subject.MayHaveHoles && next.BaseOffset > header.NextOffset)
        : header.NextOffset.Value == _subject.NextOffset || _subject.MayHaveHoles;

    private bool TryPeek(in RecordBatchHeader header, out RecordBatchHeader next) =>
        _scan.TryRead(Position + header.SizeBytes, out next, out _);

    private void SkipBad()
    {
        long limit = _subject.IsSealed ? _subject.NextOffset : long.MaxValue;
        if (_scan.FindNext(Position, _expected, limit) is { } next)
        {
            Add(next.Position, next.BaseOffset);
            return;
        }

        // In an active segment nobody but the flusher knows which offset is behind the last byte.
        Add(_scan.Length, _subject.IsSealed ? _subject.NextOffset : QuarantinedRange.OpenEnd);
    }

    private void Add(long endPosition, long toOffset)
    {
        _found.Add(new QuarantinedRange(_subject.BaseOffset, Position, endPosition, _expected, toOffset));
        Position = endPosition;
        _expected = toOffset;
    }
}
