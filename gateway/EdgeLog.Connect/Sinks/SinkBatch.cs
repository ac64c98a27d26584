namespace EdgeLog.Connect;

/// <summary>
/// Records to hand over, in order within each partition. Owned by the task's loop and used again from batch to batch.
/// </summary>
public sealed class SinkBatch
{
    private readonly List<SinkRecord> _records = [];
    private readonly List<(SinkRecord Record, string Reason)> _rejected = [];

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// How many of them, from the first on, the other side has for certain. Whoever hands over sets it as it goes: what
    /// is confirmed is not handed over again after a failure.
    /// </summary>
    public int ConfirmedCount { get; set; }

    /// <summary>The record at <paramref name="index"/>.</summary>
    public SinkRecord this[int index] => _records[index];

    internal IReadOnlyList<(SinkRecord Record, string Reason)> Rejected => _rejected;

    internal long SizeBytes { get; private set; }

    /// <summary>Says that the other side refuses a record for good: it becomes a dead letter.</summary>
    public void Reject(int index, string reason) => _rejected.Add((_records[index], reason));

    internal SinkRecord Add()
    {
        if (Count == _records.Count)
        {
            _records.Add(new SinkRecord());
        }

        SinkRecord record = _records[Count++];
        record.Input.Clear();
        return record;
    }

    internal void CountBytes(long bytes) => SizeBytes += bytes;

    /// <summary>Takes a record out that is not to be handed over, the last ones moving up.</summary>
    internal void Keep(Predicate<SinkRecord> keeps)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (keeps(_records[i]))
            {
                (_records[kept], _records[i]) = (_records[i], _records[kept]);
                kept++;
            }
        }

        Count = kept;
    }

    internal void Clear()
    {
        Count = 0;
        ConfirmedCount = 0;
        SizeBytes = 0;
        _rejected.Clear();
    }
}
