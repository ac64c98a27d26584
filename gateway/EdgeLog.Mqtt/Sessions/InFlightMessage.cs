using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>A message of QoS 1 or 2 on its way to a subscriber: where it is in the log, not what it is.</summary>
/// <param name="Partition">Where its record is.</param>
/// <param name="Offset">The record's offset.</param>
/// <param name="QualityOfService">1 or 2.</param>
/// <param name="IsReleased">Whether the client has it (PUBREC) and waits for the release to end.</param>
/// <param name="Sequence">The order in which messages were sent.</param>
internal readonly record struct InFlightMessage(
    Partition Partition, Offset Offset, QualityOfService QualityOfService, bool IsReleased, long Sequence)
{
    /// <summary>The share it came through, or null.</summary>
    public SharedGroup? Group { get; init; }
}
