namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>A member of a group of the new protocol, as its records have it. Immutable: a change is a record.</summary>
internal sealed record ConsumerMember
{
    /// <summary>A partition in a set, and once more in the target.</summary>
    private const int EntryBytes = 80;

    public required string Id { get; init; }

    /// <summary>A static member's name, or null.</summary>
    public string? InstanceId { get; init; }

    public string? RackId { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    /// <summary>The topics it names, in order.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>A pattern of topics; null or empty where it names all.</summary>
    public string? Pattern { get; init; }

    /// <summary>How long it may take to give up partitions.</summary>
    public TimeSpan RebalanceTimeout { get; init; }

    /// <summary>The assignor it wants, or null for the default.</summary>
    public string? Assignor { get; init; }

    /// <summary>The target epoch it has reached; <see cref="ConsumerEpoch.LeaveStatic"/> while away.</summary>
    public int Epoch { get; init; }

    public int PreviousEpoch { get; init; }

    public ConsumerMemberState State { get; init; }

    public IReadOnlySet<TopicIdPartition> Assigned { get; init; } = new HashSet<TopicIdPartition>();

    /// <summary>What it had and has not said to have given up.</summary>
    public IReadOnlySet<TopicIdPartition> PendingRevocation { get; init; } = new HashSet<TopicIdPartition>();

    /// <summary>About what it takes of the memory that members may take.</summary>
    public int SizeBytes => Topics.Sum(topic => topic.Length) + (Pattern?.Length ?? 0) + ClientId.Length
        + ((Assigned.Count + PendingRevocation.Count) * EntryBytes);

    /// <summary>Whether it wants the same topics, from the same assignor.</summary>
    public bool WantsSame(ConsumerMember other) =>
        Topics.SequenceEqual(other.Topics) && (Pattern ?? "") == (other.Pattern ?? "") && Assignor == other.Assignor;

    /// <summary>Whether its first record would be the same.</summary>
    public bool IsDescribedAs(ConsumerMember other) =>
        WantsSame(other)
        && (InstanceId, RackId, ClientId, ClientHost, RebalanceTimeout)
        == (other.InstanceId, other.RackId, other.ClientId, other.ClientHost, other.RebalanceTimeout);

    /// <summary>Whether its last record would be the same.</summary>
    public bool HasSame(ConsumerMember other) =>
        (Epoch, PreviousEpoch, State) == (other.Epoch, other.PreviousEpoch, other.State)
        && Assigned.SetEquals(other.Assigned) && PendingRevocation.SetEquals(other.PendingRevocation);
}
