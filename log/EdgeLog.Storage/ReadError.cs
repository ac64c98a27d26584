namespace EdgeLog.Storage;

/// <summary>Why a read failed.</summary>
public enum ReadError
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>The offset lies before the log start or behind the high watermark.</summary>
    OffsetOutOfRange,

    /// <summary>The bytes on the disk are not what was written; nothing of them is served.</summary>
    Corrupt,

    /// <summary>The partition was deleted.</summary>
    UnknownPartition,

    /// <summary>The log has been closed; nothing can be read any more.</summary>
    Closed,
}
