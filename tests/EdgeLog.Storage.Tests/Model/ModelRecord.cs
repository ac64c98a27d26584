namespace EdgeLog.Storage.Tests;

/// <summary>A record as it was handed to the log.</summary>
internal readonly record struct ModelRecord(string? Key, string? Value, long TimestampMs)
{
    /// <summary>About what it takes in a batch.</summary>
    public int SizeBytes => (Key?.Length ?? 0) + (Value?.Length ?? 0) + 30;
}
