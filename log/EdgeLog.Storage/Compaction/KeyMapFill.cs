using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Reads the dirty part of a partition and notes the latest offset of each key, until the map is full, the range ends
/// or a transaction is undecided.
/// </summary>
internal sealed class KeyMapFill(CompactionRun run, KeyMap map)
{
    private long _end = run.Range.EndOffset;

    /// <summary>The transactions met; null where there were none.</summary>
    public TransactionTable? Transactions { get; private set; }

    /// <summary>
    /// Fills the map; returns the offset up to which it holds every key. Throws <see cref="UncleanableException"/> or
    /// <see cref="InvalidRecordException"/> where a segment is damaged.
    /// </summary>
    public long Fill()
    {
        foreach (SealedSegment segment in run.Range.Segments)
        {
            if (segment.NextOffset > run.Range.FirstDirtyOffset && segment.BaseOffset < _end)
            {
                using SegmentLease lease = SegmentCleaner.LeaseOf(segment);
                Fill(segment, lease.Files);
            }
        }

        return _end;
    }

    private void Fill(SealedSegment segment, SegmentFiles files)
    {
        long firstDirty = run.Range.FirstDirtyOffset;
        using var scan = new SegmentScan(files.Log) { Length = segment.SizeBytes };
        long position = firstDirty > segment.BaseOffset ? files.LookupOffset(firstDirty).Position : 0;
        while (position < segment.SizeBytes)
        {
            RecordBatch batch = SegmentCleaner.ReadBatch(segment, scan, position);
            position += batch.Header.SizeBytes;
            run.Pay(batch.Header.SizeBytes);
            if (batch.Header.NextOffset.Value > firstDirty)
            {
                NoteTransactions(batch.Header);
                if (batch.Header.BaseOffset.Value >= _end)
                {
                    return;
                }

                Add(batch);
            }
        }
    }

    /// <summary>With the first sign of a transaction, learns how all from here on ended.</summary>
    private void NoteTransactions(in RecordBatchHeader header)
    {
        if (Transactions is null && (header.IsTransactional || header.IsControl))
        {
            Transactions = TransactionTable.Scan(run.Partition, header.BaseOffset.Value, run);
            _end = Math.Min(_end, Transactions.FirstUndecidedOffset);
        }
    }

    private void Add(RecordBatch batch)
    {
        bool isData = !batch.Header.IsControl
            && !(batch.Header.IsTransactional && Transactions!.IsAborted(batch.Header));
        if (!isData)
        {
            return;
        }

        using var records = new RecordBatchReader(batch.Bytes, new Offset(run.Range.FirstDirtyOffset));
        while (records.MoveNext())
        {
            Record record = records.Current;
            if (record.HasKey && !map.TryPut(record.Key, record.Offset.Value))
            {
                _end = record.Offset.Value;
                return;
            }
        }
    }
}
