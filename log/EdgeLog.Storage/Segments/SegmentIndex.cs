using System.Buffers.Binary;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The two sparse indexes of an active segment, in memory: one entry each 4096 bytes, as Kafka's broker writes them. Owned by
/// the flusher; readers look up without a lock.
/// </summary>
internal sealed class SegmentIndex(long baseOffset)
{
    /// <summary>Kafka's <c>index.interval.bytes</c>.</summary>
    public const int IntervalBytes = 4096;

    private readonly IndexArray<OffsetIndexEntry> _offsets = new();
    private readonly IndexArray<TimeIndexEntry> _times = new();
    private int _bytesSinceEntry;
    private long _maxTimestampMs = -1;
    private int _maxTimestampOffset;

    /// <summary>The latest time of any record so far; -1 where there is none.</summary>
    public long MaxTimestampMs => Volatile.Read(ref _maxTimestampMs);

    public ReadOnlySpan<OffsetIndexEntry> Offsets => _offsets.Entries;

    public ReadOnlySpan<TimeIndexEntry> Times => _times.Entries;

    /// <summary>Takes note of a batch written at <paramref name="position"/>.</summary>
    public void Add(in RecordBatchHeader header, int position)
    {
        int lastRelative = (int)(header.LastOffset.Value - baseOffset);
        if (header.MaxTimestampMs > _maxTimestampMs)
        {
            _maxTimestampOffset = lastRelative;
            Volatile.Write(ref _maxTimestampMs, header.MaxTimestampMs);
        }

        if (_bytesSinceEntry > IntervalBytes)
        {
            _offsets.Append(new OffsetIndexEntry(lastRelative, position));
            AppendTime();
            _bytesSinceEntry = 0;
        }

        _bytesSinceEntry += header.SizeBytes;
    }

    /// <summary>A position at or before the batch that holds <paramref name="offset"/>.</summary>
    public int Lookup(long offset)
    {
        ReadOnlySpan<OffsetIndexEntry> entries = _offsets.Entries;
        int low = 0;
        int high = entries.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (baseOffset + entries[middle].RelativeOffset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>An offset before which every record is older than <paramref name="timestampMs"/>.</summary>
    public long LookupTime(long timestampMs)
    {
        long offset = baseOffset;
        foreach (TimeIndexEntry entry in _times.Entries)
        {
            if (entry.TimestampMs >= timestampMs)
            {
                break;
            }

            offset = baseOffset + entry.RelativeOffset;
        }

        return offset;
    }

    /// <summary>The offset index as it stands in its file.</summary>
    public byte[] EncodeOffsets()
    {
        ReadOnlySpan<OffsetIndexEntry> entries = _offsets.Entries;
        var bytes = new byte[entries.Length * OffsetIndexEntry.Size];
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> target = bytes.AsSpan(i * OffsetIndexEntry.Size);
            BinaryPrimitives.WriteInt32BigEndian(target, entries[i].RelativeOffset);
            BinaryPrimitives.WriteInt32BigEndian(target[4..], entries[i].Position);
        }

        return bytes;
    }

    /// <summary>The time index as it stands in its file, closed with the latest time.</summary>
    public byte[] EncodeTimes()
    {
        ReadOnlySpan<TimeIndexEntry> entries = _times.Entries;
        bool needsLast = _maxTimestampMs >= 0
            && (entries.Length == 0 || entries[^1].TimestampMs < _maxTimestampMs);
        var bytes = new byte[(entries.Length + (needsLast ? 1 : 0)) * TimeIndexEntry.Size];
        for (int i = 0; i < entries.Length; i++)
        {
            Encode(entries[i], bytes.AsSpan(i * TimeIndexEntry.Size));
        }

        if (needsLast)
        {
            Encode(new TimeIndexEntry(_maxTimestampMs, _maxTimestampOffset), bytes.AsSpan(^TimeIndexEntry.Size..));
        }

        return bytes;
    }

    private static void Encode(TimeIndexEntry entry, Span<byte> target)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, entry.TimestampMs);
        BinaryPrimitives.WriteInt32BigEndian(target[8..], entry.RelativeOffset);
    }

    private void AppendTime()
    {
        ReadOnlySpan<TimeIndexEntry> entries = _times.Entries;
        if (_maxTimestampMs >= 0 && (entries.Length == 0 || entries[^1].TimestampMs < _maxTimestampMs))
        {
            _times.Append(new TimeIndexEntry(_maxTimestampMs, _maxTimestampOffset));
        }
    }
}
