namespace EdgeLog.Gateway.Status;

/// <summary>The log in numbers.</summary>
internal sealed record LogView(
    long SizeBytes, int Topics, int Partitions, long RecordsAppended, double RecordsPerSecond, double FlushP50Ms,
    double FlushP99Ms,
    long FilesystemFreeBytes, long UsedBytes, long LimitBytes, long ReserveBytes, bool Full,
    double? OldestSeconds);
