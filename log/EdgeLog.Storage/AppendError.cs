namespace EdgeLog.Storage;

/// <summary>Why an append was refused; each maps to one Kafka error code and one MQTT reason code.</summary>
public enum AppendError
{
    /// <summary>It was not: the records are durable as the topic's flush settings say.</summary>
    None = 0,

    /// <summary>The partition was deleted.</summary>
    UnknownPartition,

    /// <summary>The batch or record exceeds <c>max.message.bytes</c>.</summary>
    MessageTooLarge,

    /// <summary>Checksum or structure of the batch is wrong.</summary>
    CorruptMessage,

    /// <summary>The batch's records break a rule of the format or of the topic.</summary>
    InvalidRecord,

    /// <summary>A timestamp the topic does not accept.</summary>
    InvalidTimestamp,

    /// <summary>The codec is not known here.</summary>
    UnsupportedCompression,

    /// <summary>A sequence number is missing before this one.</summary>
    OutOfOrderSequence,

    /// <summary>The producer's epoch is older than one already seen.</summary>
    InvalidProducerEpoch,

    /// <summary>There is no room, and the topic's policy is to refuse.</summary>
    StorageFull,

    /// <summary>The log has failed or is stopping.</summary>
    StorageFailed,
}
