using EdgeLog.Connect;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// Everything one MQTT topic's messages need on their way into the log, worked out once. Immutable; shared by
/// connections.
/// </summary>
internal sealed class RouteTarget(byte[] mqttTopic, RoutePlan plan, Topic? topic, Partition? partition)
{
    private readonly int _partitionCount = topic?.Partitions.Length ?? 0;

    /// <summary>The MQTT topic, known to be valid.</summary>
    public byte[] MqttTopic { get; } = mqttTopic;

    /// <summary>The log topic; null where messages are not stored.</summary>
    public Topic? Topic { get; } = topic;

    public byte[]? Key { get; } = plan.Key;

    public RouteHeader[] Headers { get; } = plan.Headers;

    public RecordPipeline? Pipeline { get; } = plan.Route?.Pipeline;

    /// <summary>Makes dead letters of what the log topic refuses.</summary>
    public RecordPipeline Letters { get; } = plan.Letters;

    /// <summary>Where <see cref="Pipeline"/> starts from; it may choose another.</summary>
    public string PlannedTopic { get; } = plan.Topic;

    /// <summary>Whether records go elsewhere than planned, because that topic cannot be.</summary>
    public bool IsRerouted { get; } = topic is not null && topic.Name != plan.Topic;

    /// <summary>Whether the topic still is what it was: not deleted, with as many partitions.</summary>
    public bool IsCurrent =>
        Topic is null || (_partitionCount == Topic.Partitions.Length && !Topic.Partitions[0].IsDeleted);

    /// <summary>Where the next record goes: its key's partition, or the next in turn.</summary>
    public Partition NextPartition() => partition ?? Topic!.PartitionForKeyless();
}
