namespace EdgeLog.Kafka.Groups;

/// <summary>
/// What consumer groups may take, and how long things last there; each with the reason for its default. Kafka's
/// names stand beside those that Kafka has.
/// </summary>
public sealed record GroupLimits
{
    /// <summary>Groups: 1,000, far more than the readers of one gateway.</summary>
    public int GroupsMax { get; init; } = 1_000;

    /// <summary>Members of one group (<c>group.max.size</c>): 250, half the connections there may be.</summary>
    public int GroupSizeMax { get; init; } = 250;

    /// <summary>
    /// Bytes of subscriptions and assignments of all members: 4 MiB; a consumer of ten topics takes half a kilobyte.
    /// </summary>
    public int MemberBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Committed offsets: 20,000, some 4 MB.</summary>
    public int OffsetsMax { get; init; } = 20_000;

    /// <summary>
    /// UTF-8 bytes of the note a client commits with an offset (<c>offset.metadata.max.bytes</c>): Kafka's 4,096.
    /// </summary>
    public int MetadataBytesMax { get; init; } = 4_096;

    /// <summary>The shortest session (<c>group.min.session.timeout.ms</c>): Kafka's 6 s.</summary>
    public TimeSpan SessionTimeoutMin { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest session (<c>group.max.session.timeout.ms</c>): Kafka's 30 min.</summary>
    public TimeSpan SessionTimeoutMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a member of the new protocol may be silent (<c>group.consumer.session.timeout.ms</c>): Kafka's 45 s.
    /// </summary>
    public TimeSpan ConsumerSessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How long an empty group waits for more members before its first generation
    /// (<c>group.initial.rebalance.delay.ms</c>): not at all. Kafka's 3 s spare large groups a few rebalances; the
    /// groups at the edge are small, and whoever tries one out should not wait.
    /// </summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How long a new member may wait for a rebalance to end before it is given up: Kafka's 5 min.</summary>
    public TimeSpan NewMemberWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long offsets stay after their group is empty (<c>offsets.retention.minutes</c>): Kafka's 7 days.
    /// </summary>
    public TimeSpan OffsetsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How often expired offsets are looked for: Kafka's 10 min.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromMinutes(10);
}
