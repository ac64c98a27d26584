using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The two sparse indexes of an active segment, in memory: one entry each 4096 bytes, as Kafka's broker writes them.
/// Owned by
/// the flusher; readers look up without a lock.
/// </summary>
/// <param name="baseOffset">The segment's base offset.</param>
/// <param name="prefix">The index of what was there before; null where this one began with the segment.</param>
internal sealed class SegmentIndex(long baseOffset, IndexPrefix? prefix)
{
    /// <summary>Kafka's <c>index.interval.bytes</c>.</summary>
    public const int IntervalBytes = 4096;

    private readonly IndexArray<OffsetIndexEntry> _offsets = new();
    private readonly IndexArray<TimeIndexEntry> _times = new();

    // Behind a prefix the first batch gets an entry, so that whatever comes here is found without the prefix.
    private int _bytesSinceEntry = prefix is null ? 0 : IntervalBytes + 1;
    private long _maxTimestampMs = -1;
    private int _maxTimestampOffset;

    /// <summary>The latest time of any record so far; -1 where there is none.</summary>
    public long MaxTimestampMs => Math.Max(Volatile.Read(ref _maxTimestampMs), prefix?.Index.MaxTimestampMs ?? -1);

    public ReadOnlySpan<OffsetIndexEntry> Offsets => _offsets.Entries;

    /// <summary>Takes note of a batch written at <paramref name="position"/>.</summary>
    public void Add(in RecordBatchHeader header, int position)
    {
        int lastRelative = (int)(header.LastOffset.Value - baseOffset);

        // A batch that compaction has emptied has no record of that time.
        if (header.MaxTimestampMs > _maxTimestampMs && header.RecordCount > 0)
        {
            _maxTimestampOffset = lastRelative;
            Volatile.Write(ref _maxTimestampMs, header.MaxTimestampMs);
        }

        if (_bytesSinceEntry > IntervalBytes)
        {
            _offsets.Append(new OffsetIndexEntry(lastRelative, position));
            AppendTime(new TimeIndexEntry(_maxTimestampMs, _maxTimestampOffset));
            _bytesSinceEntry = 0;
        }

        _bytesSinceEntry += header.SizeBytes;
    }

    /// <summary>What was there before has been found to be indexed wrongly: it is indexed anew.</summary>
    public void DistrustPrefix() => prefix?.Rebuild();

    /// <summary>A batch at or before the one that holds <paramref name="offset"/>.</summary>
    public IndexedPlace Lookup(long offset)
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

        return low == 0
            ? prefix?.Index.Lookup(offset) ?? IndexedPlace.Start
            : new IndexedPlace(baseOffset + entries[low - 1].RelativeOffset, entries[low - 1].Position);
    }

    /// <summary>An offset before which every record is older than <paramref name="timestampMs"/>.</summary>
    public long LookupTime(long timestampMs)
    {
        long offset = prefix?.Index.LookupTime(timestampMs) ?? baseOffset;
        if (prefix is not null && prefix.Index.MaxTimestampMs >= timestampMs)
        {
            return offset;
        }

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

    /// <summary>Takes over what index files hold.</summary>
    public void Restore(ReadOnlySpan<byte> offsets, ReadOnlySpan<byte> times)
    {
        for (; offsets.Length >= OffsetIndexEntry.Size; offsets = offsets[OffsetIndexEntry.Size..])
        {
            _offsets.Append(OffsetIndexEntry.Read(offsets));
        }

        for (; times.Length >= TimeIndexEntry.Size; times = times[TimeIndexEntry.Size..])
        {
            TimeIndexEntry entry = TimeIndexEntry.Read(times);
            _times.Append(entry);
            _maxTimestampOffset = entry.RelativeOffset;
            Volatile.Write(ref _maxTimestampMs, entry.TimestampMs);
        }
    }

    /// <summary>The offset index as it stands in its file.</summary>
    public byte[] EncodeOffsets()
    {
        ReadOnlySpan<OffsetIndexEntry> before = prefix is null ? default : prefix.Index.Offsets;
        ReadOnlySpan<OffsetIndexEntry> entries = _offsets.Entries;
        var bytes = new byte[(before.Length + entries.Length) * OffsetIndexEntry.Size];
        for (int i = 0; i < before.Length + entries.Length; i++)
        {
            OffsetIndexEntry entry = i < before.Length ? before[i] : entries[i - before.Length];
            entry.Write(bytes.AsSpan(i * OffsetIndexEntry.Size));
        }

        return bytes;
    }

    /// <summary>The time index as it stands in its file, closed with the latest time.</summary>
    public byte[] EncodeTimes()
    {
        List<TimeIndexEntry> all = [];
        CollectTimes(all);
        var bytes = new byte[all.Count * TimeIndexEntry.Size];
        for (int i = 0; i < all.Count; i++)
        {
            all[i].Write(bytes.AsSpan(i * TimeIndexEntry.Size));
        }

        return bytes;
    }

    private void CollectTimes(List<TimeIndexEntry> all)
    {
        prefix?.Index.CollectTimes(all);
        foreach (TimeIndexEntry entry in _times.Entries)
        {
            AddLater(all, entry);
        }

        if (_maxTimestampMs >= 0)
        {
            AddLater(all, new TimeIndexEntry(_maxTimestampMs, _maxTimestampOffset));
        }
    }

    private static void AddLater(List<TimeIndexEntry> all, TimeIndexEntry entry)
    {
        if (all.Count == 0 || all[^1].TimestampMs < entry.TimestampMs)
        {
            all.Add(entry);
        }
    }

    private void AppendTime(TimeIndexEntry entry)
    {
        ReadOnlySpan<TimeIndexEntry> entries = _times.Entries;
        if (entry.TimestampMs >= 0 && (entries.Length == 0 || entries[^1].TimestampMs < entry.TimestampMs))
        {
            _times.Append(entry);
        }
    }
}
