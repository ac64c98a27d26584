using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Where a topic's retained message is.</summary>
/// <param name="Offset">Its record's offset.</param>
/// <param name="ExpiresAtMs">When it is of no use any more, by the log's clock; the highest number: never.</param>
/// <param name="IsRemoved">Whether the record says that there is none.</param>
internal readonly record struct RetainedPlace(Offset Offset, long ExpiresAtMs, bool IsRemoved)
{
    public bool IsAliveAt(long nowMs) => !IsRemoved && nowMs < ExpiresAtMs;
}
