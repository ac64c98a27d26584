using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Which transactions were aborted and which are undecided, derived from the markers from an offset on to the high
/// watermark. Bounded: where there are too many, the rest counts as undecided and waits for the next pass.
/// </summary>
internal sealed class TransactionTable
{
    private readonly Dictionary<long, List<AbortedSpan>> _aborted = [];
    private readonly Dictionary<long, long> _open = [];
    private readonly int _limit;
    private int _abortedCount;

    private TransactionTable(int limit) => _limit = limit;

    /// <summary>The first offset of an undecided transaction, or <see cref="long.MaxValue"/>.</summary>
    public long FirstUndecidedOffset { get; private set; } = long.MaxValue;

    /// <summary>
    /// Reads the headers from <paramref name="from"/> on, at or before which no undecided transaction began.
    /// </summary>
    public static TransactionTable Scan(Partition partition, long from, CompactionRun run)
    {
        if (partition.Snapshot.Quarantined.Any(range => range.ToOffset > from))
        {
            throw new UncleanableException("A marker may be among what is damaged in its active segment.");
        }

        var table = new TransactionTable(run.Context.Limits.CompactionTransactions);
        var offset = new Offset(from);
        var buffer = new byte[run.Context.Limits.CompactionReadBytes];
        bool goesOn = true;
        while (goesOn && offset < partition.HighWatermark)
        {
            ReadResult read = partition.Read(offset, buffer);
            if (read.NextBatchBytes > 0)
            {
                buffer = new byte[read.NextBatchBytes];
                continue;
            }

            if (read.Error != ReadError.None)
            {
                throw new UncleanableException(
                    $"Offset {offset} of {partition.Id} cannot be read: {read.Error}.");
            }

            run.Pay(read.BytesRead);
            goesOn = table.AddAll(buffer.AsSpan(0, read.BytesRead));
            offset = read.NextOffset;
        }

        foreach (long first in table._open.Values)
        {
            table.FirstUndecidedOffset = Math.Min(table.FirstUndecidedOffset, first);
        }

        return table;
    }

    /// <summary>Whether a transactional batch was aborted.</summary>
    public bool IsAborted(in RecordBatchHeader header)
    {
        if (!_aborted.TryGetValue(header.ProducerId, out List<AbortedSpan>? spans))
        {
            return false;
        }

        // A producer's transactions follow each other: the last one that began before the batch decides.
        long offset = header.BaseOffset.Value;
        int low = 0;
        int high = spans.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (spans[middle].FirstOffset <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && offset < spans[low - 1].MarkerOffset;
    }

    /// <summary>False where there is no room for more.</summary>
    private bool AddAll(ReadOnlySpan<byte> batches)
    {
        foreach (RecordBatch batch in new RecordBatchEnumerator(batches))
        {
            if (batch.Header.IsControl)
            {
                Close(batch);
            }
            else if (batch.Header.IsTransactional && batch.Header.RecordCount > 0)
            {
                // A batch that an earlier pass has emptied may have outlived its marker: it opens nothing.
                _open.TryAdd(batch.Header.ProducerId, batch.Header.BaseOffset.Value);
            }

            if (_open.Count + _abortedCount >= _limit)
            {
                FirstUndecidedOffset = Math.Min(FirstUndecidedOffset, batch.Header.NextOffset.Value);
                return false;
            }
        }

        return true;
    }

    private void Close(RecordBatch batch)
    {
        if (!EndTransactionMarker.TryRead(batch, out EndTransactionMarker marker)
            || !_open.Remove(marker.ProducerId, out long first)
            || marker.Outcome != TransactionOutcome.Aborted)
        {
            return;
        }

        if (!_aborted.TryGetValue(marker.ProducerId, out List<AbortedSpan>? spans))
        {
            _aborted.Add(marker.ProducerId, spans = []);
        }

        spans.Add(new AbortedSpan(first, batch.Header.BaseOffset.Value));
        _abortedCount++;
    }
}
