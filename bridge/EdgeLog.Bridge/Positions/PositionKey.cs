using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>Whose position it is: Connect's source partition under a connector's name.</summary>
internal readonly record struct PositionKey(string Mirror, string Cluster, TopicPartition Partition);
