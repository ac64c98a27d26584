namespace EdgeLog.Records;

/// <summary>The time that the gateway gives a record when it comes in.</summary>
/// <param name="TimestampMs">The time in milliseconds since 1970 UTC.</param>
/// <param name="Trust">Whether the clock could be trusted.</param>
public readonly record struct RecordStamp(long TimestampMs, TimeTrust Trust);
