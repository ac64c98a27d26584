using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>
/// Makes the batches that go to the target out of those in the log. A batch that is whole, plain and large enough is
/// forwarded as its bytes, with another producer in its header; small uncompressed ones are merged, because Kafka takes
/// one batch per partition and request; one that is too large, or has gaps, is cut or closed up record by record.
/// Nothing is decoded further than that. Owned by the mirror's loop.
/// </summary>
internal sealed class BatchFramer(MirrorLimits limits) : IDisposable
{
    private readonly RecordBatchBuilder _builder = new();
    private byte[] _source = [];

    /// <summary>
    /// Makes the batch that <paramref name="request"/> asks for; its memory is valid until the next call.
    /// </summary>
    public FramedBatch Frame(Partition source, in FrameRequest request)
    {
        ReadResult read = Read(source, request.From, request.ReadBytes);
        if (read.Error != ReadError.None)
        {
            return new FramedBatch { Error = read.Error };
        }

        if (read.BytesRead == 0)
        {
            // Nothing may be left up to there: it is damaged, and declared.
            return new FramedBatch
            {
                TooLargeBytes = read.NextBatchBytes,
                Next = read.NextOffset,
                LeaderEpoch = LeaderEpoch.None,
            };
        }

        Offset next = request.From;
        LeaderEpoch epoch = LeaderEpoch.None;
        int position = 0;
        while (position < read.BytesRead)
        {
            var batch = new RecordBatch(_source.AsSpan(position, read.BytesRead - position));
            RecordBatchHeader header = batch.Header;
            if (header.BaseOffset >= request.Until)
            {
                break;
            }

            if (HasRecords(header))
            {
                bool isWhole = IsForwardable(header, request);
                FramedBatch framed = isWhole && !IsFollowedByMergeable(header, position, read, request)
                    ? Forward(header, position, request)
                    : Merge(position, read.BytesRead, request);
                return framed with { BytesRead = read.BytesRead };
            }

            next = header.NextOffset;
            epoch = header.PartitionLeaderEpoch;
            position += header.SizeBytes;
        }

        return new FramedBatch { Next = next, LeaderEpoch = epoch, SourceBytes = position, BytesRead = read.BytesRead };
    }

    /// <summary>Gives memory back while there is nothing to do.</summary>
    public void Trim() => _source = [];

    public void Dispose() => _builder.Dispose();

    private static bool HasRecords(in RecordBatchHeader header) => !header.IsControl && header.RecordCount > 0;

    private static bool IsForwardable(in RecordBatchHeader header, in FrameRequest request) =>
        header.BaseOffset >= request.From
        && header.NextOffset <= request.Until
        && header.RecordCount == header.LastOffsetDelta + 1
        && !header.HasDeleteHorizon
        && header.TimestampType == TimestampType.CreateTime
        && header.SizeBytes <= request.BytesMax;

    // Where compaction has put a delete horizon, the first record's time no longer stands in the header.
    private static long TimeOf(in RecordBatchHeader header) =>
        header.HasDeleteHorizon ? header.MaxTimestampMs : header.BaseTimestampMs;

    private bool IsMergeable(in RecordBatchHeader header) =>
        header.Codec == CompressionCodec.None && header.SizeBytes < limits.MergeBelowBytes;

    private bool IsFollowedByMergeable(
        in RecordBatchHeader header, int position, in ReadResult read, in FrameRequest request)
    {
        int following = position + header.SizeBytes;
        if (!IsMergeable(header) || read.BytesRead - following < RecordBatchHeader.Size)
        {
            return false;
        }

        RecordBatchHeader next = RecordBatchHeader.Read(_source.AsSpan(following));
        return HasRecords(next) && IsMergeable(next) && next.BaseOffset < request.Until;
    }

    private FramedBatch Forward(in RecordBatchHeader header, int position, in FrameRequest request)
    {
        Memory<byte> bytes = _source.AsMemory(position, header.SizeBytes);
        RecordBatchHeader patched = header with
        {
            BaseOffset = Offset.Zero,
            PartitionLeaderEpoch = LeaderEpoch.None,
            Attributes = (short)header.Codec,
            ProducerId = request.Producer.Id,
            ProducerEpoch = request.Producer.Epoch,
            BaseSequence = request.Producer.BaseSequence,
        };
        patched.Write(bytes.Span);
        RecordBatchRewriter.WriteChecksum(bytes.Span);
        return new FramedBatch
        {
            Bytes = bytes,
            RecordCount = header.RecordCount,
            Next = header.NextOffset,
            LeaderEpoch = header.PartitionLeaderEpoch,
            SourceBytes = position + header.SizeBytes,
            TimestampMs = header.BaseTimestampMs,
        };
    }

    private FramedBatch Merge(int position, int end, in FrameRequest request)
    {
        RecordBatchHeader first = RecordBatchHeader.Read(_source.AsSpan(position));
        CompressionCodec codec = first.Codec;
        _builder.Reset(Offset.Zero, LeaderEpoch.None, SizeLimit(first, request));
        _builder.Producer = request.Producer;
        long timestampMs = -1;
        Offset next = request.From;
        LeaderEpoch epoch = LeaderEpoch.None;
        bool isFull = false;
        while (position < end && !isFull)
        {
            var batch = new RecordBatch(_source.AsSpan(position, end - position));
            RecordBatchHeader header = batch.Header;
            bool isOther = codec != CompressionCodec.None || !IsMergeable(header);
            if (header.BaseOffset >= request.Until || (_builder.RecordCount > 0 && HasRecords(header) && isOther))
            {
                break;
            }

            timestampMs = timestampMs < 0 ? TimeOf(header) : timestampMs;
            Offset behind = HasRecords(header) ? AddRecords(batch.Bytes, request) : header.NextOffset;
            isFull = behind < header.NextOffset;
            next = behind > next ? behind : next;
            epoch = header.PartitionLeaderEpoch;
            position += header.SizeBytes;
        }

        return new FramedBatch
        {
            Bytes = _builder.RecordCount > 0 ? _builder.Build(codec) : default,
            RecordCount = _builder.RecordCount,
            Next = next,
            LeaderEpoch = epoch,
            SourceBytes = position,
            TimestampMs = timestampMs,
        };
    }

    // What the target takes whole is not cut merely because merging would have stopped earlier.
    private static int SizeLimit(in RecordBatchHeader first, in FrameRequest request)
    {
        bool isTooLarge = first.SizeBytes > request.BytesMax;
        bool isCompressed = first.Codec != CompressionCodec.None && !isTooLarge;
        return isCompressed ? int.MaxValue : Math.Min(request.BytesMax, Math.Max(request.MergeBytes, first.SizeBytes));
    }

    /// <summary>Adds what belongs to the stretch and fits; returns the offset behind it.</summary>
    private Offset AddRecords(ReadOnlySpan<byte> batch, in FrameRequest request)
    {
        Offset next = new RecordBatch(batch).Header.NextOffset;
        using var records = new RecordBatchReader(batch, request.From);
        while (records.MoveNext())
        {
            Record record = records.Current;
            if (record.Offset >= request.Until || !_builder.TryAdd(record))
            {
                return record.Offset;
            }
        }

        return next;
    }

    private ReadResult Read(Partition source, Offset from, int readBytes)
    {
        EnsureRoom(Math.Min(readBytes, limits.SourceBatchBytes));
        ReadResult read = source.Read(from, _source.AsSpan(0, Math.Min(readBytes, _source.Length)));
        if (read.Error != ReadError.None || read.BytesRead > 0 || read.NextBatchBytes == 0)
        {
            return read;
        }

        if (read.NextBatchBytes > limits.SourceBatchBytes)
        {
            return read;
        }

        EnsureRoom(read.NextBatchBytes);
        return source.Read(from, _source.AsSpan(0, read.NextBatchBytes));
    }

    private void EnsureRoom(int bytes)
    {
        bool isWasteful = _source.Length > limits.RequestBytes && bytes <= limits.RequestBytes / 2;
        if (_source.Length < bytes || isWasteful)
        {
            _source = GC.AllocateUninitializedArray<byte>(Math.Max(bytes, limits.RequestBytes / 2));
        }
    }
}
