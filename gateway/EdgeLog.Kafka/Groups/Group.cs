using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Commits;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Groups;

/// <summary>
/// A group: its committed offsets, and its members under one of the two protocols. A group that only commits has no
/// members ever. The coordinator's loop's.
/// </summary>
internal sealed class Group(string id)
{
    public string Id => id;

    public Dictionary<TopicPartition, CommittedOffset> Offsets { get; } = [];

    /// <summary>Its members under the classic protocol.</summary>
    public required ClassicGroup Classic { get; set; }
}
