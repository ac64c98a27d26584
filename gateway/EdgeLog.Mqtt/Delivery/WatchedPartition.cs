using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>A partition that MQTT messages go to.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Start">Where they began.</param>
/// <param name="Dispatcher">Its dispatcher; null while nobody is subscribed.</param>
internal readonly record struct WatchedPartition(Partition Partition, Offset Start, PartitionDispatcher? Dispatcher)
{
    /// <summary>Everything before it has been dispatched to whoever was there.</summary>
    public Offset Position => Dispatcher?.Next ?? Partition.HighWatermark;
}
