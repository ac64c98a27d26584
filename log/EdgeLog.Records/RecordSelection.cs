namespace EdgeLog.Records;

/// <summary>What <see cref="RecordBatchReframer.Select"/> left of a batch.</summary>
/// <param name="Total">How many records the batch had.</param>
/// <param name="Kept">How many of them stay.</param>
/// <param name="HasTombstone">Whether one of those that stay has no value.</param>
public readonly record struct RecordSelection(int Total, int Kept, bool HasTombstone);
