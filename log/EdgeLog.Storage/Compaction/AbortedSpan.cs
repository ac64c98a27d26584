namespace EdgeLog.Storage;

/// <summary>An aborted transaction in a partition: from its first batch to its marker.</summary>
internal readonly record struct AbortedSpan(long FirstOffset, long MarkerOffset);
