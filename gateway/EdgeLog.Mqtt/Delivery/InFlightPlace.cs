using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>Where a message that is delivered lies in the log.</summary>
internal readonly record struct InFlightPlace(Partition Partition, Offset Offset)
{
    /// <summary>The share it goes through, or null.</summary>
    public SharedGroup? Group { get; init; }

    /// <summary>On its way at that quality.</summary>
    public InFlightMessage At(QualityOfService quality) =>
        new(Partition, Offset, quality, IsReleased: false, Sequence: 0) { Group = Group };
}
