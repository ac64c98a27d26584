namespace EdgeLog.Storage;

/// <summary>Where the log lives and how its pipeline is sized.</summary>
public sealed record LogDirectoryOptions
{
    /// <summary>The data directory; created when absent.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// How long a commit group gathers from its first append on; zero: no longer than the flush before it takes; null:
    /// up to 20 ms, while that makes groups larger.
    /// </summary>
    public TimeSpan? CommitInterval { get; init; } = TimeSpan.Zero;

    /// <summary>What compaction may take of memory and disk.</summary>
    public CompactionOptions Compaction { get; init; } = new();

    /// <summary>How rot is looked for that nobody has come upon yet.</summary>
    public ScrubOptions Scrub { get; init; } = new();

    /// <summary>Settings of every topic that does not say otherwise.</summary>
    public TopicConfig TopicDefaults { get; init; } = TopicConfig.Default;

    /// <summary>Partitions of a topic created without saying how many.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>How many topics producers and publishers may create by merely naming them.</summary>
    public int MaxAutoCreatedTopics { get; init; } = 1_000;

    /// <summary>The most the directory may take, everything in it counted: <c>data.budget</c>.</summary>
    public SpaceShare Budget { get; init; } = SpaceShare.OfPercent(70);

    /// <summary>What is to stay free on the filesystem, whoever fills it: <c>data.reserve</c>.</summary>
    public SpaceShare Reserve { get; init; } = SpaceShare.OfPercent(5);

    /// <summary>
    /// Names of the mirrors that will tell their positions in <see cref="LogDirectory.Mirrors"/>: before each has,
    /// nothing is expired or dropped.
    /// </summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];
}
