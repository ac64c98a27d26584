namespace EdgeLog.Storage;

/// <summary>The first producer id not given out yet, under the key <c>producer-ids</c>.</summary>
internal sealed record ProducerIdsRecord(long Next);
