namespace EdgeLog.Storage.Tests;

/// <summary>A record as the log gives it back.</summary>
internal readonly record struct StoredRecord(long Offset, ModelRecord Record);
