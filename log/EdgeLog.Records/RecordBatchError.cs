namespace EdgeLog.Records;

/// <summary>What is wrong with a batch a producer sent; each maps to one Kafka error code.</summary>
public enum RecordBatchError
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The bytes end before the batch does, or lengths contradict each other.</summary>
    Truncated,

    /// <summary>The checksum does not match.</summary>
    BadChecksum,

    /// <summary>Not magic 2.</summary>
    UnsupportedMagic,

    /// <summary>There is more than one batch, or none.</summary>
    NotExactlyOneBatch,

    /// <summary>The codec bits name no codec.</summary>
    UnknownCodec,

    /// <summary>The records do not decompress.</summary>
    Undecodable,

    /// <summary>The records decompress to more than is allowed.</summary>
    TooLargeUncompressed,

    /// <summary>Count, offset deltas or lengths of the records are wrong.</summary>
    InvalidRecords,

    /// <summary>A client sent a control batch.</summary>
    ControlBatch,

    /// <summary>A producer id without sequence, or a sequence without producer id.</summary>
    InvalidSequence,

    /// <summary>The batch claims log append time.</summary>
    InvalidTimestampType,

    /// <summary>A record has no key and the topic is compacted.</summary>
    MissingKey,

    /// <summary>A record's time is outside what the topic accepts.</summary>
    TimestampOutOfRange,
}
