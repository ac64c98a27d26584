using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>An offset found by time.</summary>
/// <param name="Offset">The record's offset.</param>
/// <param name="TimestampMs">The record's time, in milliseconds since 1970 UTC.</param>
public readonly record struct TimestampedOffset(Offset Offset, long TimestampMs);
