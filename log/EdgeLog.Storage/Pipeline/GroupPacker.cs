using System.Diagnostics;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Puts the pending requests of one partition after the other into a commit group: judges sequences, assigns offsets,
/// packs
/// loose records into batches, rolls segments. Owned by the writer.
/// </summary>
internal sealed class GroupPacker : IDisposable
{
    private readonly LogContext _context;
    private readonly RecordBatchBuilder _builder = new();
    private CommitGroup _group = null!;
    private PartitionWriter _writer = null!;
    private BlockRoute _route;
    private GroupBlock _block;
    private bool _hasBlock;
    private int _headerStart;
    private long _packedBytes;
    private RecordStamp _stamp;

    public GroupPacker(LogContext context) => _context = context;

    /// <summary>Appends all that is pending in <paramref name="writer"/> to <paramref name="group"/>.</summary>
    public void Pack(CommitGroup group, PartitionWriter writer, BlockRoute route)
    {
        _group = group;
        _writer = writer;
        _route = route;
        _packedBytes = 0;
        _stamp = _context.Clock.Stamp();
        foreach (AppendRequest request in writer.Pending)
        {
            if (request.Run is not null)
            {
                AddRun(request, request.Run);
            }
            else
            {
                CloseBatch();
                AddBatch(request);
            }
        }

        CloseBatch();
        CloseBlock();
        writer.ClearPending();
    }

    public void Dispose() => _builder.Dispose();

    private TopicConfig Config => _writer.Partition.Topic.Config;

    private void AddRun(AppendRequest request, RecordRun run)
    {
        bool isFirst = true;
        foreach (RecordRunEntry entry in run.Read())
        {
            if (_builder.RecordCount == 0 || _builder.TimeTrust != TrustOf(entry))
            {
                CloseBatch();
                BeginBatch(TrustOf(entry));
            }

            if (!_builder.TryAdd(entry))
            {
                CloseBatch();
                BeginBatch(TrustOf(entry));
                bool added = _builder.TryAdd(entry);
                Debug.Assert(added, "An empty batch takes any record.");
            }

            if (isFirst)
            {
                Accept(request, _writer.NextOffset + _builder.RecordCount - 1);
                isFirst = false;
            }
        }

        if (isFirst)
        {
            Accept(request, _writer.NextOffset + _builder.RecordCount);
        }
    }

    /// <summary>Whether the time that counts for the record can be trusted: its own, or the log's.</summary>
    private TimeTrust TrustOf(in RecordRunEntry entry) =>
        Config.TimestampType == TimestampType.LogAppendTime ? _stamp.Trust : entry.TimeTrust;

    private void BeginBatch(TimeTrust trust)
    {
        int limit = Math.Min(_context.Limits.PackedBatchBytes, Config.MaxMessageBytes);
        _builder.Reset(new Offset(_writer.NextOffset), _writer.Epoch, limit);
        _builder.LogAppendTimeMs = Config.TimestampType == TimestampType.LogAppendTime ? _stamp.TimestampMs : null;
        _builder.TimeTrust = trust;
    }

    private void CloseBatch()
    {
        if (_builder.RecordCount == 0)
        {
            return;
        }

        ReadOnlySpan<byte> batch = _builder.Build(Config.PackingCodec).Span;
        Write(batch, _builder.RecordCount, _builder.RecordCount);
        _builder.Reset(Offset.Zero, LeaderEpoch.None, 0);
    }

    private void AddBatch(AppendRequest request)
    {
        ReadOnlySpan<byte> batch = request.StoredBatch.Span;
        RecordBatchHeader header = RecordBatchHeader.Read(batch) with { BaseOffset = new Offset(_writer.NextOffset) };
        bool hasSequence = header.ProducerId >= 0 && !header.IsControl;
        if (hasSequence && !JudgeSequence(request, header))
        {
            return;
        }

        Accept(request, _writer.NextOffset);
        Span<byte> copy = Write(batch, header.LastOffsetDelta + 1, header.RecordCount);
        RecordBatchRewriter.SetBaseOffset(copy, header.BaseOffset);
        RecordBatchRewriter.SetLeaderEpoch(copy, _writer.Epoch);
        if (Config.TimestampType == TimestampType.LogAppendTime)
        {
            RecordBatchRewriter.SetLogAppendTime(copy, _stamp);
        }
        else if (request.CorrectedMaxTimestampMs is { } maxTimestampMs)
        {
            RecordBatchRewriter.SetMaxTimestamp(copy, maxTimestampMs);
        }

        if (Config.TimestampType == TimestampType.CreateTime && header.TimeTrust == TimeTrust.Untrusted)
        {
            // The mark is this log's alone; a producer's times are its own.
            RecordBatchRewriter.ClearTimeMark(copy);
        }

        if (hasSequence)
        {
            _writer.Producers.Add(header, _stamp.TimestampMs, _context.Clock.Steady);
        }
    }

    private bool JudgeSequence(AppendRequest request, in RecordBatchHeader header)
    {
        SequenceVerdict verdict = _writer.Producers.Judge(header, out ProducerBatch original);
        switch (verdict)
        {
            case SequenceVerdict.Accept:
                return true;
            case SequenceVerdict.Repeat:
                // Completes with this group, so not before the original is durable.
                request.SetResult(new AppendResult(
                    AppendError.None,
                    new Offset(original.BaseOffset),
                    Config.TimestampType == TimestampType.LogAppendTime ? original.TimestampMs : -1,
                    _writer.Partition.LogStartOffset,
                    null));
                return false;
            case SequenceVerdict.StaleEpoch:
                request.SetRefused(
                    AppendError.InvalidProducerEpoch,
                    $"Epoch {header.ProducerEpoch} of producer {header.ProducerId} is older than one seen in "
                    + $"{_writer.Partition.Id}.");
                return false;
            case SequenceVerdict.OutOfOrder:
                request.SetRefused(
                    AppendError.OutOfOrderSequence,
                    $"Sequence {header.BaseSequence} of producer {header.ProducerId} does not follow the last one in "
                    + $"{_writer.Partition.Id}.");
                return false;
            default:
                throw new UnreachableException();
        }
    }

    private void Accept(AppendRequest request, long baseOffset) =>
        request.SetResult(new AppendResult(
            AppendError.None,
            new Offset(baseOffset),
            Config.TimestampType == TimestampType.LogAppendTime ? _stamp.TimestampMs : -1,
            _writer.Partition.LogStartOffset,
            null));

    /// <summary>
    /// Copies a batch to the end of the partition and moves the end on by <paramref name="offsets"/>.
    /// </summary>
    private Span<byte> Write(ReadOnlySpan<byte> batch, int offsets, int records)
    {
        RollIfFull(batch.Length);
        if (!_hasBlock)
        {
            OpenBlock();
        }

        GroupBuffer buffer = BufferOfRoute;
        Span<byte> copy = buffer.Take(batch.Length);
        batch.CopyTo(copy);
        _writer.Epochs.Add(_writer.Epoch, _writer.NextOffset, _writer.Partition.LogStartOffset.Value);
        _writer.NextOffset += offsets;
        _writer.Active.Position += batch.Length;
        _packedBytes += batch.Length;
        _block = _block with
        {
            NextOffset = _writer.NextOffset,
            Length = _block.Length + batch.Length,
            RecordCount = _block.RecordCount + records,
        };
        return copy;
    }

    private GroupBuffer BufferOfRoute => _route == BlockRoute.Journal ? _group.Journaled : _group.Direct;

    private void RollIfFull(int sizeBytes)
    {
        ActiveSegment active = _writer.Active;
        if (active.Position == 0)
        {
            active.CreatedAt = _context.Clock.Steady;
            return;
        }

        bool isFull = active.Position + sizeBytes > Config.SegmentBytes
            || _writer.NextOffset - active.BaseOffset > int.MaxValue - ushort.MaxValue
            || _context.Clock.Steady - active.CreatedAt >= Config.SegmentAge;
        if (!isFull)
        {
            return;
        }

        // With room for all that may still come in this group: nothing is written where none was reserved. Without,
        // the old one goes on, where there is.
        long rest = Math.Max(sizeBytes, _writer.PendingBytes - _packedBytes);
        ActiveSegment? next = _context.TryCreateSegment(_writer.Partition, _writer.NextOffset, rest);
        if (next is not null)
        {
            CloseBlock();
            _writer.Active = next;
        }
    }

    private void OpenBlock()
    {
        if (_route == BlockRoute.Journal)
        {
            _headerStart = JournalEntry.BeginBlock(_group.Journaled);
        }

        _block = new GroupBlock
        {
            Partition = _writer.Partition,
            Segment = _writer.Active,
            Position = _writer.Active.Position,
            BaseOffset = _writer.NextOffset,
            NextOffset = _writer.NextOffset,
            Route = _route,
            Start = BufferOfRoute.Length,
            Length = 0,
            RecordCount = 0,
        };
        _hasBlock = true;
    }

    private void CloseBlock()
    {
        if (!_hasBlock)
        {
            return;
        }

        _hasBlock = false;
        _group.Blocks.Add(_block);
        if (_route == BlockRoute.Journal)
        {
            JournalEntry.EndBlock(_group.Journaled, _headerStart, _block);
            _group.JournalBlocks++;
        }
        else if (_route == BlockRoute.Bypass)
        {
            JournalEntry.AddNote(_group.Journaled, _block);
            _group.JournalBlocks++;
        }
    }
}
