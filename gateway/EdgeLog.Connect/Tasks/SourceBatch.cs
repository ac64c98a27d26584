namespace EdgeLog.Connect;

/// <summary>The records of one poll. Owned by the task's loop and used again from poll to poll.</summary>
public sealed class SourceBatch
{
    private readonly List<RawRecord> _records = [];

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>The record at <paramref name="index"/>.</summary>
    public RawRecord this[int index] => _records[index];

    /// <summary>Adds an empty record for the caller to fill.</summary>
    public RawRecord Add()
    {
        if (Count == _records.Count)
        {
            _records.Add(new RawRecord());
        }

        RawRecord record = _records[Count++];
        record.Clear();
        return record;
    }

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = 0;
}
