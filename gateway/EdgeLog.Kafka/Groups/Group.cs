using EdgeLog.Kafka.Groups.Classic;
using EdgeLog.Kafka.Groups.Commits;
using EdgeLog.Kafka.Groups.Consumer;
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

    /// <summary>Its members under the new protocol; null where it is a group of the classic one.</summary>
    public ConsumerGroup? Consumer { get; set; }

    /// <summary>Whether nobody is in it, nor about to be.</summary>
    public bool IsEmpty => Consumer is { } consumer
        ? consumer.Members.Count == 0
        : Classic is { State: ClassicGroupState.Empty, Pending.Count: 0 };

    /// <summary>Its members under the classic protocol; empty where it is a group of the new one.</summary>
    public required ClassicGroup Classic { get; set; }
}
