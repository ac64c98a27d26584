namespace EdgeLog.Storage;

/// <summary>
/// Chooses what gives way when the byte budget is reached: what every mirror has goes first, then the oldest of topics
/// that say <c>drop-oldest</c>; among equals the topic of lower priority, then the older segment. Whole segments only,
/// in the order of their partition. The gateway's own topics and compacted ones give nothing.
/// </summary>
internal sealed class OverflowChoice
{
    /// <summary>An active segment is worth rolling from here on: rolling costs a file and its indexes.</summary>
    private const long SmallestRoll = 64 * 1024;

    private readonly PriorityQueue<Head, Rank> _heads = new();
    private readonly Dictionary<Partition, SegmentDrop> _drops = [];
    private readonly List<Partition> _rolls = [];

    private OverflowChoice()
    {
    }

    /// <summary>The complete segments that are to go.</summary>
    public IReadOnlyList<SegmentDrop> Drops => [.. _drops.Values];

    /// <summary>Partitions whose active segment is to be rolled, so that it can go next.</summary>
    public IReadOnlyList<Partition> Rolls => _rolls;

    /// <summary>What all of it would free.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether nothing may give way.</summary>
    public bool IsEmpty => _drops.Count == 0 && _rolls.Count == 0;

    /// <summary>Chooses until <paramref name="bytes"/> would be free, or nothing is left to choose.</summary>
    public static OverflowChoice Make(IEnumerable<Topic> topics, MirrorPositions mirrors, long bytes)
    {
        var choice = new OverflowChoice();
        foreach (Topic topic in topics)
        {
            TopicConfig config = topic.Config;
            if (topic.IsInternal || config.Overflow == OverflowPolicy.Refuse || !config.IsDeleted)
            {
                continue;
            }

            foreach (Partition partition in topic.Partitions)
            {
                long confirmed = mirrors.ConfirmedBefore(partition) ?? 0;
                choice.Consider(new Head(partition, partition.Snapshot, 0, confirmed));
            }
        }

        choice.Take(bytes);
        return choice;
    }

    /// <summary>
    /// Leaves active segments alone: where even they would not bring enough for one append, the room that they hold
    /// reserved is the last there is.
    /// </summary>
    public void LeaveActive() => _rolls.Clear();

    private void Take(long bytes)
    {
        while (Bytes < bytes && _heads.TryDequeue(out Head? head, out _))
        {
            Bytes += head.SizeBytes;
            if (head.IsActive)
            {
                _rolls.Add(head.Partition);
                continue;
            }

            _drops[head.Partition] = new SegmentDrop(head.Partition, head.EndOffset, DropCause.Overflow);
            Consider(head with { Index = head.Index + 1 });
        }
    }

    private void Consider(Head head)
    {
        bool isMirrored = head.EndOffset <= head.Confirmed;
        bool mayGo = isMirrored || head.Partition.Topic.Config.Overflow == OverflowPolicy.DropOldest;
        if (mayGo && !head.Partition.IsDeleted && (!head.IsActive || head.SizeBytes >= SmallestRoll))
        {
            int priority = head.Partition.Topic.Config.Priority;
            _heads.Enqueue(head, new Rank(isMirrored ? 0 : 1, priority, head.AppendedAt));
        }
    }

    /// <summary>The next segment of a partition that could go.</summary>
    private sealed record Head(Partition Partition, PartitionSnapshot Snapshot, int Index, long Confirmed)
    {
        public bool IsActive => Index == Snapshot.Sealed.Length;

        public long EndOffset => IsActive ? Partition.HighWatermark.Value : Snapshot.Sealed[Index].NextOffset;

        public long SizeBytes => IsActive ? Snapshot.Active.WrittenPosition : Snapshot.Sealed[Index].SizeBytes;

        public DateTimeOffset AppendedAt => IsActive ? DateTimeOffset.MaxValue : Snapshot.Sealed[Index].AppendedAt;
    }

    /// <summary>What goes first has the lower rank.</summary>
    private readonly record struct Rank(int Tier, int Priority, DateTimeOffset AppendedAt) : IComparable<Rank>
    {
        public int CompareTo(Rank other) =>
            (Tier, Priority, AppendedAt).CompareTo((other.Tier, other.Priority, other.AppendedAt));
    }
}
