using System.Buffers;
using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The segment that takes the place of a group of others, while it is written: its bytes through a small buffer, its
/// index beside. Owned by the compactor.
/// </summary>
internal sealed class CleanedSegment : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// How much is written between two flushes: a commit group's flush never waits behind a whole segment.
    /// </summary>
    private const int FlushBytes = 1024 * 1024;

    private readonly CompactionRun _run;
    private readonly ImmutableArray<SealedSegment> _group;
    private readonly LogFile _file;
    private readonly SegmentIndex _index;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _buffered;
    private long _written;
    private long _claimed;
    private long _flushed;
    private bool _isClosed;

    private CleanedSegment(CompactionRun run, ImmutableArray<SealedSegment> group, SegmentSwap swap)
    {
        _run = run;
        _group = group;
        Swap = swap;
        _file = run.Context.Files.OpenOrCreate(swap.CleanedPath(LogPaths.LogSuffix));
        _index = new SegmentIndex(swap.BaseOffset, null);
    }

    /// <summary>The files and their place in the partition.</summary>
    public SegmentSwap Swap { get; }

    /// <summary>The segments it takes the place of.</summary>
    public ImmutableArray<SealedSegment> Group => _group;

    /// <summary>Its size in bytes so far.</summary>
    public long SizeBytes => _written + _buffered;

    /// <summary>
    /// Begins a segment in place of <paramref name="group"/>; throws <see cref="UncleanableException"/> where the disk
    /// has no room for it beside the old ones.
    /// </summary>
    public static CleanedSegment Create(CompactionRun run, ImmutableArray<SealedSegment> group)
    {
        var swap = new SegmentSwap(run.Partition.Directory, group[0].BaseOffset, group[^1].NextOffset);
        var cleaned = new CleanedSegment(run, group, swap);
        try
        {
            cleaned._file.Truncate(0);
            long sizeBytes = group.Sum(segment => segment.SizeBytes);
            if (!run.TryReserve(cleaned._file, sizeBytes))
            {
                throw new UncleanableException($"There is no room for {sizeBytes} bytes beside the old segments.");
            }

            cleaned._claimed = sizeBytes;
            return cleaned;
        }
        catch
        {
            cleaned.Abandon();
            throw;
        }
    }

    /// <summary>Appends one whole batch.</summary>
    public void Append(ReadOnlySpan<byte> batch)
    {
        _index.Add(RecordBatchHeader.Read(batch), checked((int)SizeBytes));
        if (batch.Length > _buffer.Length - _buffered)
        {
            WriteOut();
        }

        if (batch.Length > _buffer.Length)
        {
            Write(batch);
        }
        else
        {
            batch.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += batch.Length;
        }
    }

    /// <summary>Makes it durable, under its name of a file in the making.</summary>
    public void Complete()
    {
        WriteOut();
        _file.Truncate(_written);
        _run.Context.Space.Release(_claimed - _written);
        _claimed = _written;
        _file.SetModified(_group[^1].AppendedAt);
        _file.Flush();
        IndexCheck.Write(
            _run.Context.Files,
            Swap.CleanedPath(LogPaths.OffsetIndexSuffix),
            Swap.CleanedPath(LogPaths.TimeIndexSuffix),
            _index);
    }

    /// <summary>Closes and removes it.</summary>
    public void Abandon()
    {
        Dispose();
        _run.Context.Space.Release(_claimed);
        _claimed = 0;
        try
        {
            Swap.Discard(_run.Context.Files);
        }
        catch (IOException)
        {
            // The folder is gone, or start-up removes what is left.
        }
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _file.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private void WriteOut()
    {
        Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0)
        {
            _file.Write(bytes, _written);
            _written += bytes.Length;
            _run.PayWritten(bytes.Length);
        }

        if (_written - _flushed >= FlushBytes)
        {
            _file.Flush();
            _flushed = _written;
        }
    }
}
