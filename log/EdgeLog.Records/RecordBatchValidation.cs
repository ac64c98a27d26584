namespace EdgeLog.Records;

/// <summary>What a look at a producer's batch found.</summary>
public readonly record struct RecordBatchValidation
{
    /// <summary>What is wrong; <see cref="RecordBatchError.None"/> where the batch may be appended.</summary>
    public RecordBatchError Error { get; init; }

    /// <summary>The header; meaningless where the bytes were too few for one.</summary>
    public RecordBatchHeader Header { get; init; }

    /// <summary>The index in the batch of the record that is wrong; -1 where it is none in particular.</summary>
    public int RecordIndex { get; init; }

    /// <summary>
    /// The latest time among the records, in milliseconds. Where the header says another,
    /// <see cref="RecordBatchRewriter.SetMaxTimestamp"/> puts it right, as Kafka's broker does.
    /// </summary>
    public long MaxTimestampMs { get; init; }
}
