namespace EdgeLog.Storage;

/// <summary>One of a producer's last batches: enough to recognise it when it is sent again.</summary>
internal readonly record struct ProducerBatch(
    int BaseSequence, int LastSequence, long BaseOffset, long LastOffset, long TimestampMs);
