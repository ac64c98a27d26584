using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Bridge;

/// <summary>
/// The topics a mirror carries, kept in step with the catalog. Owned by the mirror's loop. A topic that is new starts
/// at its beginning or at its known position; one that is gone is dropped; one created anew starts over.
/// </summary>
internal sealed class MirrorTopics(LogDirectory log, MirrorSettings settings, MirrorReport report, LoopSignal signal)
{
    /// <summary>Kafka's limit on the length of a topic's name.</summary>
    public const int NameLengthMax = 249;

    private readonly Dictionary<string, TopicMirror> _topics = [];
    private readonly HashSet<string> _cycles = [];
    private readonly HashSet<string> _clashes = [];
    private readonly Dictionary<PositionKey, (long ProducerId, short Epoch)> _predecessors = [];
    private Dictionary<PositionKey, List<Position>> _known = [];
    private MirrorReport _report = new(settings.Name, NullLogger.Instance);

    /// <summary>The catalog's version that was last looked at.</summary>
    public long CatalogVersion { get; private set; } = -1;

    /// <summary>
    /// All topics, in the order of their names in the target: a list that never changes, replaced when topics come and
    /// go.
    /// </summary>
    public List<TopicMirror> All { get; private set; } = [];

    /// <summary>
    /// Takes what the local log says, so that there is a backlog to show before the target was ever reached. Findings
    /// wait for <see cref="Learn"/>.
    /// </summary>
    public void Preview(IEnumerable<PositionEntry> entries)
    {
        _report = new MirrorReport(settings.Name, NullLogger.Instance);
        Take(entries);
    }

    /// <summary>
    /// Takes what was found in the position topics; of two for the same topic the further one counts.
    /// </summary>
    public void Learn(IEnumerable<PositionEntry> entries)
    {
        _report = report;
        _cycles.Clear();
        _clashes.Clear();
        Take(entries);
    }

    /// <summary>Follows the catalog; true where topics or partitions came or went.</summary>
    public bool Refresh()
    {
        long version = log.Topics.Version;
        if (version == CatalogVersion)
        {
            return false;
        }

        IReadOnlyDictionary<string, Topic> catalog = log.Topics.Snapshot;
        CatalogVersion = version;
        bool changed = DropGone(catalog);
        foreach (Topic topic in catalog.Values)
        {
            changed |= Includes(topic) && Follow(topic);
        }

        All = [.. _topics.Values.OrderBy(topic => topic.Target, StringComparer.Ordinal)];
        return changed;
    }

    /// <summary>Stops listening to the log.</summary>
    public void Forget()
    {
        foreach (PartitionMirror partition in _topics.Values.SelectMany(topic => topic.Partitions))
        {
            partition.Source.RemoveListener(signal);
        }

        _topics.Clear();
        All = [];
        CatalogVersion = -1;
    }

    /// <summary>Whether <paramref name="topic"/> is one that the mirror carries.</summary>
    public bool Includes(Topic topic)
    {
        ReplicationPolicy policy = settings.Policy;
        if (topic.IsInternal || !settings.Selects(topic.Name))
        {
            return false;
        }

        if (policy.IsCycle(topic.Name))
        {
            if (_cycles.Add(topic.Name))
            {
                _report.TopicLooksMirrored(topic.Name, policy.TopicSource(topic.Name) ?? "");
            }

            return false;
        }

        return true;
    }

    private void Take(IEnumerable<PositionEntry> entries)
    {
        _known = entries
            .Where(entry => entry is { Position: not null } && entry.Key.Mirror == settings.Name
                && entry.Key.Cluster == settings.Policy.SourceAlias)
            .GroupBy(entry => entry.Key)
            .ToDictionary(group => group.Key, group => group.Select(entry => entry.Position!.Value).ToList());
        Forget();
        Refresh();
    }

    private bool DropGone(IReadOnlyDictionary<string, Topic> catalog)
    {
        List<TopicMirror> gone = [.. _topics.Values.Where(
            topic => !catalog.TryGetValue(topic.Source.Name, out Topic? there) || there.Id != topic.Source.Id)];
        foreach (TopicMirror topic in gone)
        {
            _topics.Remove(topic.Source.Name);
            foreach (PartitionMirror partition in topic.Partitions)
            {
                partition.Source.RemoveListener(signal);
                RememberGone(partition);
            }
        }

        return gone.Count > 0;
    }

    // What comes back under the name is then known to be another topic.
    private void RememberGone(PartitionMirror partition)
    {
        PositionKey key = KeyOf(partition.Source);
        _known[key] = [partition.Acknowledged];
        if (partition.ProducerId >= 0)
        {
            _predecessors[key] = (partition.ProducerId, partition.ProducerEpoch);
        }
    }

    private bool Follow(Topic topic)
    {
        if (!_topics.TryGetValue(topic.Name, out TopicMirror? mirror))
        {
            string target = settings.Policy.FormatRemoteTopic(topic.Name);
            if (target.Length > NameLengthMax)
            {
                if (_clashes.Add(topic.Name))
                {
                    _report.NameTooLong(topic.Name, target);
                }

                return false;
            }

            mirror = new TopicMirror(topic, target);
            _topics.Add(topic.Name, mirror);
        }

        int before = mirror.Partitions.Count;
        for (int index = before; index < topic.Partitions.Length; index++)
        {
            Partition source = topic.Partitions[index];
            Position start = FindStart(topic, source);
            log.Mirrors.Confirm(settings.Name, source, start.Next);
            mirror.Add(MakePartition(source, new TopicPartition(mirror.Target, index), start));
            source.AddListener(signal);
        }

        return topic.Partitions.Length > before;
    }

    private PartitionMirror MakePartition(Partition source, TopicPartition target, Position start)
    {
        var partition = new PartitionMirror(source, target, start);
        if (_predecessors.TryGetValue(KeyOf(source), out (long ProducerId, short Epoch) gone))
        {
            partition.Succeed(gone.ProducerId, gone.Epoch);
        }

        return partition;
    }

    private Position FindStart(Topic topic, Partition source)
    {
        Offset logStart = source.LogStartOffset;
        var beginning = new Position(topic.Id, LeaderEpoch.None, logStart);
        if (!_known.TryGetValue(KeyOf(source), out List<Position>? positions))
        {
            return beginning;
        }

        List<Position> same = positions.FindAll(position => position.TopicId == topic.Id);
        if (same.Count == 0)
        {
            _report.TopicRecreated(source.Id);
            return beginning;
        }

        Position furthest = same.MaxBy(position => position.Next);
        if (furthest.Next > source.HighWatermark || HasLostTail(source, furthest))
        {
            return StartBeforeLostTail(source, furthest);
        }

        if (furthest.Next < logStart)
        {
            _report.Gap(source.Id, furthest.Next, logStart);
            return furthest with { Next = logStart };
        }

        return furthest;
    }

    // The epoch of the position ended before it: the log was cut there, and has grown past it since.
    private static bool HasLostTail(Partition source, Position position)
    {
        if (position.LeaderEpoch < default(LeaderEpoch))
        {
            return false;
        }

        (LeaderEpoch _, Offset end) = source.EndOffsetFor(position.LeaderEpoch);
        return end.Value >= 0 && end < position.Next;
    }

    /// <summary>
    /// The log is shorter than what was mirrored: it lost its tail, and goes on where the two still agree.
    /// </summary>
    private Position StartBeforeLostTail(Partition source, Position position)
    {
        Offset end = source.HighWatermark;
        if (position.LeaderEpoch >= default(LeaderEpoch))
        {
            (LeaderEpoch _, Offset agreed) = source.EndOffsetFor(position.LeaderEpoch);
            end = agreed.Value >= 0 && agreed < end ? agreed : end;
        }

        Offset next = end < source.LogStartOffset ? source.LogStartOffset : end;
        _report.TailLost(source.Id, position.Next, next);
        return position with { Next = next };
    }

    private PositionKey KeyOf(Partition source) => new(settings.Name, settings.Policy.SourceAlias, source.Id);
}
