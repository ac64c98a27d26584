namespace EdgeLog.Benchmarks.Flash;

/// <summary>Who keeps the messages.</summary>
internal enum FlashWay
{
    /// <summary>EdgeLog's log.</summary>
    Log,

    /// <summary>A file and an <c>fdatasync</c> per partition.</summary>
    FilePerPartition,

    /// <summary>Mosquitto with persistence, for a subscriber that is away.</summary>
    Mosquitto,
}
