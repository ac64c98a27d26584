namespace EdgeLog.Connect;

/// <summary>The records of one poll. Owned by the task's loop and used again from poll to poll.</summary>
public sealed class SourceBatch
{
    private readonly List<RawRecord> _records = [];
    private readonly List<RecordPipeline?> _pipelines = [];

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>The record at <paramref name="index"/>.</summary>
    public RawRecord this[int index] => _records[index];

    /// <summary>
    /// Adds an empty record for the caller to fill, with a pipeline of its own in place of the task's where it has one.
    /// </summary>
    public RawRecord Add(RecordPipeline? pipeline = null)
    {
        if (Count == _records.Count)
        {
            _records.Add(new RawRecord());
            _pipelines.Add(null);
        }

        _pipelines[Count] = pipeline;
        RawRecord record = _records[Count++];
        record.Clear();
        return record;
    }

    internal RecordPipeline? PipelineOf(int index) => _pipelines[index];

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = 0;
}
