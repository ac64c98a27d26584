namespace EdgeLog.Storage;

/// <summary>The offsets a read may bring: from the asked one to the high watermark.</summary>
internal readonly record struct OffsetRange(long From, long End);
