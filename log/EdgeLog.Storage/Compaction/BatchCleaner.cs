using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// Decides batch by batch, in log order from the first on, what stays: of each key the latest record; tombstones until
/// their batch's delete horizon has passed; nothing of aborted transactions; markers while data of their transaction is
/// met, and until their horizon.
/// </summary>
internal sealed class BatchCleaner : IDisposable
{
    private readonly RecordBatchReframer _reframer = new();
    private readonly HashSet<long> _openTransactions = [];
    private readonly CompactionRun _run;
    private readonly KeyMap _map;
    private readonly TransactionTable? _transactions;
    private readonly long _endOffset;
    private readonly RecordChoice _isLatest;
    private bool _isHorizonPassed;

    /// <summary>Decides by a map that holds every key up to <paramref name="endOffset"/>.</summary>
    public BatchCleaner(CompactionRun run, KeyMap map, TransactionTable? transactions, long endOffset)
    {
        _run = run;
        _map = map;
        _transactions = transactions;
        _endOffset = endOffset;
        _isLatest = IsLatest;
    }

    /// <summary>What takes the place of the batch judged last; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Replacement { get; private set; }

    /// <summary>Records that gave way so far.</summary>
    public long Dropped { get; private set; }

    /// <summary>Of these, records without a key, which a compacted topic cannot keep.</summary>
    public long Keyless { get; private set; }

    /// <summary>Judges the next batch.</summary>
    public BatchFate Judge(RecordBatch batch, EmptiedBatch emptied)
    {
        if (batch.Header.BaseOffset.Value >= _endOffset)
        {
            return BatchFate.Stays;
        }

        _isHorizonPassed = _run.Range.IsWhole && batch.Header.DeleteHorizonMs <= _run.NowMs;
        return batch.Header.IsControl ? JudgeMarker(batch, emptied) : JudgeData(batch, emptied);
    }

    public void Dispose() => _reframer.Dispose();

    private BatchFate JudgeData(RecordBatch batch, EmptiedBatch emptied)
    {
        RecordBatchHeader header = batch.Header;
        if (header.IsTransactional)
        {
            _openTransactions.Add(header.ProducerId);
            if (_transactions?.IsAborted(header) == true)
            {
                Dropped += header.RecordCount;
                return Empty(header, emptied);
            }
        }

        RecordSelection selection = _reframer.Select(batch, _isLatest);
        Dropped += selection.Total - selection.Kept;
        if (selection.Kept == 0)
        {
            return Empty(header, emptied);
        }

        long? horizon = selection.HasTombstone && !header.HasDeleteHorizon ? _run.NewDeleteHorizonMs : null;
        if (selection.Kept == selection.Total && horizon is null)
        {
            return BatchFate.Stays;
        }

        Replacement = _reframer.Build(horizon);
        return BatchFate.Replaced;
    }

    private BatchFate JudgeMarker(RecordBatch batch, EmptiedBatch emptied)
    {
        RecordBatchHeader header = batch.Header;
        if (header.RecordCount == 0)
        {
            return Empty(header, emptied);
        }

        bool isNeeded = !EndTransactionMarker.TryRead(batch, out EndTransactionMarker marker)
            || _openTransactions.Remove(marker.ProducerId)
            || IsLastOfProducer(header);
        if (isNeeded)
        {
            return BatchFate.Stays;
        }

        if (_isHorizonPassed)
        {
            return Empty(header, emptied);
        }

        if (header.HasDeleteHorizon || _run.NewDeleteHorizonMs is not { } horizon)
        {
            return BatchFate.Stays;
        }

        _reframer.Select(batch, static (scoped in Record _) => true);
        Replacement = _reframer.Build(horizon);
        return BatchFate.Replaced;
    }

    /// <summary>A batch without records goes, or leaves its header.</summary>
    private BatchFate Empty(in RecordBatchHeader header, EmptiedBatch emptied)
    {
        if (emptied == EmptiedBatch.Goes && !IsLastOfProducer(header))
        {
            return BatchFate.Goes;
        }

        if (header.RecordCount == 0)
        {
            return BatchFate.Stays;
        }

        Replacement = _reframer.BuildEmpty(header);
        return BatchFate.Replaced;
    }

    /// <summary>Whether the batch says where a producer stands that is still known: its sequence or epoch.</summary>
    private bool IsLastOfProducer(in RecordBatchHeader header) =>
        header.ProducerId >= 0
        && _run.ProducerTails.TryGetValue(header.ProducerId, out long last)
        && (header.IsControl ? header.LastOffset.Value > last : header.LastOffset.Value == last);

    private bool IsLatest(scoped in Record record)
    {
        if (record.Offset.Value >= _endOffset)
        {
            return true;
        }

        if (!record.HasKey)
        {
            Keyless++;
            return false;
        }

        bool isSuperseded = record.Offset.Value < _map.Find(record.Key);
        bool isForgotten = !record.HasValue && _isHorizonPassed;
        return !isSuperseded && !isForgotten;
    }
}
