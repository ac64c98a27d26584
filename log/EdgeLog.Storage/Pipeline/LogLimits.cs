namespace EdgeLog.Storage;

/// <summary>The bounds of the log's pipeline, each with its reason.</summary>
internal sealed record LogLimits
{
    public static LogLimits Default { get; } = new();

    /// <summary>Appends that wait for the writer, in bytes. Two groups' worth: more would only add latency.</summary>
    public long InboxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Where a commit group is full, in bytes. Large enough that a stream of 100 MB/s needs fifty flushes a second,
    /// small
    /// enough that the group being formed and the one being flushed stay within the 16 MiB for append buffers.
    /// </summary>
    public int GroupBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>
    /// Where a commit group is full of which most goes past the journal: a flush there carries metadata, which takes as
    /// long for twice the bytes, and no journal file bounds it. What a group's buffer keeps, 4 MiB, holds it.
    /// </summary>
    public int BypassGroupBytes => 2 * GroupBytes;

    /// <summary>
    /// A batch packed from loose records: large reads and good compression, far below what readers ask for.
    /// </summary>
    public int PackedBatchBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// From how many bytes on the largest partition of a group skips the journal: where half of all that is written is
    /// spared for a sixth more time. Measured with <c>EdgeLog.Benchmarks bypass</c>; the table is in the log's README.
    /// </summary>
    public int BypassBytes { get; init; } = 256 * 1024;

    /// <summary>Appends that stand or fall together, in bytes: they must fit one journal entry.</summary>
    public int TogetherBytes { get; init; } = 1280 * 1024;

    /// <summary>One file of the journal's ring; the largest group, 3.25 MiB and its headers, fits.</summary>
    public int JournalFileBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// Files of the journal's ring. A checkpoint is asked for at each, and two groups may pass until its marker comes.
    /// </summary>
    public int JournalFiles { get; init; } = 4;

    /// <summary>Sealed segments open at once, three files each: far below the usual limit of 1024 open files.</summary>
    public int OpenSegments { get; init; } = 64;

    /// <summary>
    /// The longest that a weakly flushed record waits to be readable where its topic does not say: a second.
    /// </summary>
    public TimeSpan DeferredFlush { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a note may be the journal's last entry before a checkpoint follows. Rot takes longer than seconds, and
    /// a checkpoint writes little beside the group that went past the journal.
    /// </summary>
    public TimeSpan LastNoteTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a drop waits for its log start to be saved: far longer than that takes, unless the disk has no room.
    /// </summary>
    public TimeSpan DropSaveTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often housekeeping looks at retention.</summary>
    public TimeSpan HousekeepingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often compaction looks for something to do: Kafka's <c>log.cleaner.backoff.ms</c>.</summary>
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a partition that could not be compacted is left alone: what was in the way seldom goes in minutes.
    /// </summary>
    public TimeSpan CompactionRetry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What compaction reads at once where it looks for transactions' markers.</summary>
    public int CompactionReadBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Aborted and open transactions that one pass of compaction remembers, some 100 bytes each; more wait for the
    /// next.
    /// </summary>
    public int CompactionTransactions { get; init; } = 100_000;

    /// <summary>Kafka's <c>producer.id.expiration.ms</c>.</summary>
    public TimeSpan ProducerExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Partitions of one topic: each is a folder with open files.</summary>
    public int PartitionsPerTopic { get; init; } = 1_000;

    /// <summary>How often the filesystem's free space is read: another process fills a card at some 10 MB/s.</summary>
    public TimeSpan SpaceInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often every file is measured, one system call each; in between a running total stands for it.
    /// </summary>
    public TimeSpan SpaceWalkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The same while there is little room.</summary>
    public TimeSpan SpaceWalkIntervalLow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often refused messages of QoS 0 become a gap record while more and more come; the first do so at once.
    /// </summary>
    public TimeSpan RefusedInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long found damage waits that could not be declared for want of room.</summary>
    public TimeSpan DeclareRetryInterval { get; init; } = TimeSpan.FromMinutes(1);
}
