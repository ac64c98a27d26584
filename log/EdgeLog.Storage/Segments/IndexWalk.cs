using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Walks the batch headers of a segment for its index: past ranges that are kept apart as damaged, so that what lies
/// behind them is found as well.
/// </summary>
internal ref struct IndexWalk : IDisposable
{
    private readonly ImmutableArray<QuarantinedRange> _damaged;
    private readonly long _baseOffset;
    private BatchWalk _walk;

    /// <summary>Walks from <paramref name="position"/>, where a batch begins, to the segment's end.</summary>
    public IndexWalk(in IndexCheck.Subject subject, long position)
    {
        _damaged = QuarantineFile.Read(Path.GetDirectoryName(subject.OffsetsPath)!);
        _baseOffset = subject.BaseOffset;
        _walk = new BatchWalk(subject.Log, position, subject.SizeBytes);
    }

    /// <summary>The header read last.</summary>
    public readonly RecordBatchHeader Header => _walk.Header;

    /// <summary>Where the batch of <see cref="Header"/> begins.</summary>
    public readonly long Position => _walk.Position;

    /// <summary>Moves to the next batch; false at the end and where there is no plausible whole batch.</summary>
    public bool MoveNext()
    {
        foreach (QuarantinedRange range in _damaged)
        {
            if (range.SegmentBaseOffset == _baseOffset && range.IsAt(_walk.Next))
            {
                _walk.SkipTo(range.EndPosition);
            }
        }

        return _walk.MoveNext();
    }

    public readonly void Dispose() => _walk.Dispose();
}
