namespace EdgeLog.Bridge;

/// <summary>A mirror's counters at one time; two of them give a rate.</summary>
internal readonly record struct MirrorSample(long Timestamp, long RecordsMirrored, long BacklogRecords);
