namespace EdgeLog.Storage.Tests;

/// <summary>A record of a compacted topic as tests see it; without value it is a tombstone.</summary>
internal readonly record struct KeyedRecord(long Offset, string? Key, string? Value);
