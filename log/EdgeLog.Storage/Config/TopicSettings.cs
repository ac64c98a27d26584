namespace EdgeLog.Storage;

/// <summary>
/// Every topic setting that is accepted: all of Kafka's, and EdgeLog's own. Those that do not act here say so; they
/// are kept,
/// so that tools that set them work.
/// </summary>
internal static class TopicSettings
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string CompressionType = "compression.type";
    public const string DeleteRetentionMs = "delete.retention.ms";
    public const string FlushMessages = "flush.messages";
    public const string FlushMs = "flush.ms";
    public const string MaxCompactionLagMs = "max.compaction.lag.ms";
    public const string MaxMessageBytes = "max.message.bytes";
    public const string MinCleanableDirtyRatio = "min.cleanable.dirty.ratio";
    public const string MinCompactionLagMs = "min.compaction.lag.ms";
    public const string TimestampType = "message.timestamp.type";
    public const string TimestampBeforeMaxMs = "message.timestamp.before.max.ms";
    public const string TimestampAfterMaxMs = "message.timestamp.after.max.ms";
    public const string Overflow = "edgelog.overflow";
    public const string Priority = "edgelog.priority";
    public const string RetentionBytes = "retention.bytes";
    public const string RetentionMs = "retention.ms";
    public const string SegmentBytes = "segment.bytes";
    public const string SegmentMs = "segment.ms";

    private const string Kept = " Kept for tools that set it; does nothing here.";
    private const string Max = "9223372036854775807";

    /// <summary>All settings, by name.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        new(CleanupPolicy, SettingType.List, "delete", "What happens to old records: delete, compact, or both.")
            { Words = ["compact", "delete"] },
        Level("compression.gzip.level", "-1", -1, 9),
        Level("compression.lz4.level", "9", 1, 17),
        new(CompressionType, SettingType.String, "producer", "The codec of the topic; producer keeps each batch's own.")
            { Words = ["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"] },
        Level("compression.zstd.level", "3", -131_072, 22),
        Time(DeleteRetentionMs, "86400000", "How long a compacted topic keeps tombstones."),
        new(Overflow, SettingType.String, "drop-oldest", "What gives way when the byte budget is reached.")
            { Words = ["drop-oldest", "refuse", "protect-unmirrored"] },
        new(Priority, SettingType.Int, "0", "Topics of a higher priority give way later."),
        Time("file.delete.delay.ms", "60000", "How long deleted segments stay on the disk." + Kept),
        new(FlushMessages, SettingType.Long, "1", "Records between flushes; 1: acknowledged means on flash.")
            { Minimum = 1 },
        Time(FlushMs, Max, "The longest a record waits for a flush where flush.messages is above 1."),
        new("follower.replication.throttled.replicas", SettingType.List, string.Empty, "Replication throttle." + Kept),
        new("index.interval.bytes", SettingType.Int, "4096", "Bytes between index entries." + Kept)
            { Minimum = 0, Unit = SettingUnit.Bytes },
        new("leader.replication.throttled.replicas", SettingType.List, string.Empty, "Replication throttle." + Kept),
        new("local.retention.bytes", SettingType.Long, "-2", "Tiered storage." + Kept)
            { Minimum = -2, Unit = SettingUnit.Bytes },
        new("local.retention.ms", SettingType.Long, "-2", "Tiered storage." + Kept)
            { Minimum = -2, Unit = SettingUnit.Milliseconds },
        Time(MaxCompactionLagMs, Max, "The longest a record stays uncompacted.") with { Minimum = 1 },
        new(MaxMessageBytes, SettingType.Int, "1048588", "The largest batch.")
            { Minimum = 0, Unit = SettingUnit.Bytes },
        Time(TimestampAfterMaxMs, "3600000", "How far ahead of the clock a record's time may be."),
        Time(TimestampBeforeMaxMs, Max, "How far behind the clock a record's time may be."),
        new(TimestampType, SettingType.String, "CreateTime", "Whether records keep their time or get the log's.")
            { Words = ["CreateTime", "LogAppendTime"] },
        new(MinCleanableDirtyRatio, SettingType.Double, "0.5", "How dirty a log is when it is compacted."),
        Time(MinCompactionLagMs, "0", "The shortest a record stays uncompacted."),
        new("min.insync.replicas", SettingType.Int, "1", "Replicas that must have a record; there is one here." + Kept)
            { Minimum = 1 },
        new("preallocate", SettingType.Boolean, "false", "Whether segments are created at full size." + Kept),
        new("remote.log.copy.disable", SettingType.Boolean, "false", "Tiered storage." + Kept),
        new("remote.log.delete.on.disable", SettingType.Boolean, "false", "Tiered storage." + Kept),
        new("remote.storage.enable", SettingType.Boolean, "false", "Tiered storage." + Kept),
        new(RetentionBytes, SettingType.Long, "-1", "The most bytes a partition keeps; -1: no limit of its own.")
            { Minimum = -1, Unit = SettingUnit.Bytes },
        new(RetentionMs, SettingType.Long, "-1", "How long records are kept; -1: no limit.")
            { Minimum = -1, Unit = SettingUnit.Milliseconds },
        new(SegmentBytes, SettingType.Int, "16777216", "The size of a segment.")
            { Minimum = 64 * 1024, Unit = SettingUnit.Bytes },
        new("segment.index.bytes", SettingType.Int, "10485760", "The size of an index." + Kept)
            { Minimum = 4, Unit = SettingUnit.Bytes },
        Time("segment.jitter.ms", "0", "Spreads rolling over time." + Kept),
        Time(SegmentMs, "604800000", "The age at which a segment is rolled.") with { Minimum = 1 },
        new("unclean.leader.election.enable", SettingType.Boolean, "false", "There is one replica here." + Kept),
    ];

    private static readonly Dictionary<string, SettingDefinition> ByName =
        All.ToDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The setting of that name, or null.</summary>
    public static SettingDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static SettingDefinition Time(string name, string byDefault, string documentation) =>
        new(name, SettingType.Long, byDefault, documentation) { Minimum = 0, Unit = SettingUnit.Milliseconds };

    private static SettingDefinition Level(string name, string byDefault, long minimum, long maximum) =>
        new(name, SettingType.Int, byDefault, "The codec's level." + Kept) { Minimum = minimum, Maximum = maximum };
}
