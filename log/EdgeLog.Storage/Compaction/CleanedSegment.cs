using System.Buffers;
using System.Collections.Immutable;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The segment that takes the place of neighbouring ones, while it is written: its bytes through a small buffer, its
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
    private readonly LogFile _file;
    private readonly SegmentIndex _index;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _buffered;
    private long _written;
    private long _claimed;
    private long _flushed;
    private uint _crc;
    private bool _isClosed;

    private CleanedSegment(CompactionRun run, long baseOffset)
    {
        _run = run;
        Swap = new SegmentSwap(run.Partition.Directory, baseOffset, baseOffset);
        _file = run.Context.Files.OpenOrCreate(Swap.CleanedPath(LogPaths.LogSuffix));
        _index = new SegmentIndex(baseOffset, null);
    }

    /// <summary>The files and their place in the partition.</summary>
    public SegmentSwap Swap { get; private set; }

    /// <summary>The segments it takes the place of.</summary>
    public ImmutableArray<SealedSegment> Group { get; private set; } = [];

    /// <summary>What it will be known again by.</summary>
    public SegmentFingerprint Fingerprint { get; private set; } = SegmentFingerprint.Empty;

    /// <summary>Its size in bytes so far.</summary>
    public long SizeBytes => _written + _buffered;

    /// <summary>
    /// Begins a segment in place of <paramref name="first"/>; throws <see cref="UncleanableException"/> where there is
    /// no room for it beside the old ones.
    /// </summary>
    public static CleanedSegment Create(CompactionRun run, SealedSegment first)
    {
        var cleaned = new CleanedSegment(run, first.BaseOffset);
        try
        {
            cleaned._file.Truncate(0);
            cleaned.Extend(first);
            return cleaned;
        }
        catch
        {
            cleaned.Abandon();
            throw;
        }
    }

    /// <summary>Takes the place of one more segment, the next; throws where there is no room for its batches.</summary>
    public void Extend(SealedSegment segment)
    {
        long needed = SizeBytes + segment.SizeBytes;
        if (needed > _claimed)
        {
            if (!_run.TryReserve(_file, _claimed, needed))
            {
                throw new UncleanableException($"There is no room for {needed} bytes beside the old segments.");
            }

            _claimed = needed;
        }

        Group = Group.Add(segment);
        Swap = Swap with { NextOffset = segment.NextOffset };
    }

    /// <summary>Appends one whole batch.</summary>
    public void Append(ReadOnlySpan<byte> batch)
    {
        RecordBatchHeader header = RecordBatchHeader.Read(batch);
        _index.Add(header, checked((int)SizeBytes));
        Fingerprint = Fingerprint.With(SizeBytes, header.Crc);
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

    /// <summary>Appends the first bytes of an old segment, batch by batch.</summary>
    public void Copy(SealedSegment segment, long endPosition)
    {
        using SegmentLease lease = SegmentCleaner.LeaseOf(segment);
        using var scan = new SegmentScan(lease.Files.Log) { Length = segment.SizeBytes };
        for (long position = 0; position < endPosition;)
        {
            RecordBatch batch = SegmentCleaner.ReadBatch(segment, scan, position);
            Append(batch.Bytes);
            position += batch.Header.SizeBytes;
            _run.Pay(batch.Header.SizeBytes);
        }
    }

    /// <summary>Makes it durable, under its name of a file in the making.</summary>
    public void Complete()
    {
        WriteOut();
        _file.Truncate(_written);
        _run.Context.Space.Release(_claimed - _written);
        _claimed = _written;
        _file.SetModified(Group[^1].AppendedAt);
        _file.Flush();
        Swap = Swap with { Replaced = Group.Length, SizeBytes = _written, Crc = _crc };
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
            _crc = Crc32C.Append(_crc, bytes);
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
