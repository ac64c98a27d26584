using System.Collections.Immutable;
using System.Globalization;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// A topic's settings under Kafka's names, and EdgeLog's own with an <c>edgelog.</c> prefix. Immutable. Holds what
/// was set
/// on the topic over what it falls back to.
/// </summary>
public sealed record TopicConfig
{
    /// <summary>EdgeLog's defaults: Kafka's, but for those the configuration contract lists.</summary>
    public static TopicConfig Default { get; } = new();

    /// <summary><c>retention.ms</c>; null is -1, without limit.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary><c>retention.bytes</c>; null is -1, without limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary><c>segment.bytes</c>.</summary>
    public int SegmentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary><c>segment.ms</c>.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>max.message.bytes</c>: the largest batch.</summary>
    public int MaxMessageBytes { get; init; } = 1_048_588;

    /// <summary><c>flush.messages</c>; 1 is: acknowledged means on flash.</summary>
    public long FlushMessages { get; init; } = 1;

    /// <summary><c>flush.ms</c>; null is Kafka's maximum, never by time.</summary>
    public TimeSpan? FlushInterval { get; init; }

    /// <summary><c>message.timestamp.type</c>.</summary>
    public TimestampType TimestampType { get; init; }

    /// <summary><c>message.timestamp.before.max.ms</c>.</summary>
    public long TimestampBeforeMaxMs { get; init; } = long.MaxValue;

    /// <summary><c>message.timestamp.after.max.ms</c>.</summary>
    public long TimestampAfterMaxMs { get; init; } = 3_600_000;

    /// <summary><c>compression.type</c>: the codec everything is stored in; null is <c>producer</c>.</summary>
    public CompressionCodec? StoredCodec { get; init; }

    /// <summary><c>cleanup.policy</c>: whether it has <c>compact</c>, so that every record needs a key.</summary>
    public bool IsCompacted { get; init; }

    /// <summary><c>cleanup.policy</c>: whether it has <c>delete</c>, so that retention applies.</summary>
    public bool IsDeleted { get; init; } = true;

    /// <summary><c>edgelog.overflow</c>: what gives way when the byte budget is reached.</summary>
    public OverflowPolicy Overflow { get; init; }

    /// <summary><c>edgelog.priority</c>: among equals, data of topics with a lower one gives way first.</summary>
    public int Priority { get; init; }

    /// <summary><c>min.cleanable.dirty.ratio</c>: how dirty a log is when it is compacted.</summary>
    public double MinCleanableDirtyRatio { get; init; } = 0.5;

    /// <summary><c>min.compaction.lag.ms</c>: the shortest a record stays uncompacted.</summary>
    public TimeSpan MinCompactionLag { get; init; }

    /// <summary>
    /// <c>max.compaction.lag.ms</c>: the longest a record stays uncompacted; null is Kafka's maximum, without limit.
    /// </summary>
    public TimeSpan? MaxCompactionLag { get; init; }

    /// <summary><c>delete.retention.ms</c>: how long tombstones stay once they were compacted.</summary>
    public TimeSpan DeleteRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What was set on the topic itself, by name, in Kafka's plain form.</summary>
    public ImmutableSortedDictionary<string, string> Overrides { get; init; } = NoOverrides;

    /// <summary>Whether records are acknowledged before they are on flash, because the topic says so.</summary>
    public bool IsFlushDeferred => FlushMessages > 1;

    /// <summary>
    /// The codec of batches that the log packs from loose records; none where the codec's library has gone from this
    /// system, so that the log goes on.
    /// </summary>
    internal CompressionCodec PackingCodec =>
        StoredCodec is { } codec && RecordCodecs.ProblemWith(codec) is null ? codec : CompressionCodec.None;

    private static ImmutableSortedDictionary<string, string> NoOverrides =>
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The settings of a topic that says <paramref name="overrides"/> and otherwise falls back to
    /// <paramref name="defaults"/>. Throws <see cref="TopicException"/> with <see cref="TopicError.InvalidConfig"/> and
    /// Kafka's words where one is not valid.
    /// </summary>
    public static TopicConfig Create(TopicConfig defaults, IEnumerable<KeyValuePair<string, string>> overrides)
    {
        TopicConfig config = defaults;
        ImmutableSortedDictionary<string, string> set = NoOverrides;
        foreach ((string name, string value) in overrides)
        {
            SettingDefinition definition = TopicSettings.Find(name)
                ?? throw new TopicException(TopicError.InvalidConfig, $"Unknown topic config name: {name}");
            string plain = definition.Normalize(value, out string? problem)
                ?? throw new TopicException(TopicError.InvalidConfig, problem!);
            set = set.SetItem(name, plain);
            config = Apply(config, name, plain);
        }

        return config.MaxCompactionLag < config.MinCompactionLag
            ? throw new TopicException(
                TopicError.InvalidConfig,
                $"conflict topic config setting {TopicSettings.MinCompactionLagMs} "
                + $"({Milliseconds(config.MinCompactionLag, 0)}) > {TopicSettings.MaxCompactionLagMs} "
                + $"({Milliseconds(config.MaxCompactionLag, long.MaxValue)})")
            : config with { Overrides = set };
    }

    /// <summary>Every setting with the value in force, sorted by name.</summary>
    public IReadOnlyList<TopicSetting> Describe() =>
        [.. TopicSettings.All.Select(definition => new TopicSetting(
            definition.Name,
            ValueOf(definition),
            !Overrides.ContainsKey(definition.Name),
            definition.Type,
            definition.Documentation))];

    private string ValueOf(SettingDefinition definition) => definition.Name switch
    {
        _ when Overrides.TryGetValue(definition.Name, out string? value) => value,
        TopicSettings.RetentionMs => Milliseconds(Retention, -1),
        TopicSettings.RetentionBytes => Plain(RetentionBytes ?? -1),
        TopicSettings.SegmentBytes => Plain(SegmentBytes),
        TopicSettings.SegmentMs => Milliseconds(SegmentAge, -1),
        TopicSettings.MaxMessageBytes => Plain(MaxMessageBytes),
        TopicSettings.FlushMessages => Plain(FlushMessages),
        TopicSettings.FlushMs => Milliseconds(FlushInterval, long.MaxValue),
        TopicSettings.TimestampType => TimestampType.ToString(),
        TopicSettings.TimestampBeforeMaxMs => Plain(TimestampBeforeMaxMs),
        TopicSettings.TimestampAfterMaxMs => Plain(TimestampAfterMaxMs),
        TopicSettings.CompressionType => NameOf(StoredCodec),
        TopicSettings.CleanupPolicy => NameOfCleanup(),
        TopicSettings.Overflow => NameOf(Overflow),
        TopicSettings.Priority => Plain(Priority),
        TopicSettings.MinCleanableDirtyRatio => Fraction(MinCleanableDirtyRatio),
        TopicSettings.MinCompactionLagMs => Milliseconds(MinCompactionLag, 0),
        TopicSettings.MaxCompactionLagMs => Milliseconds(MaxCompactionLag, long.MaxValue),
        TopicSettings.DeleteRetentionMs => Milliseconds(DeleteRetention, 0),
        _ => definition.Default,
    };

    private static TopicConfig Apply(TopicConfig config, string name, string value) => name switch
    {
        TopicSettings.RetentionMs => config with { Retention = value == "-1" ? null : Span(value) },
        TopicSettings.RetentionBytes => config with { RetentionBytes = value == "-1" ? null : Number(value) },
        TopicSettings.SegmentBytes => config with { SegmentBytes = (int)Number(value) },
        TopicSettings.SegmentMs => config with { SegmentAge = Span(value) },
        TopicSettings.MaxMessageBytes => config with { MaxMessageBytes = (int)Number(value) },
        TopicSettings.FlushMessages => config with { FlushMessages = Number(value) },
        TopicSettings.FlushMs => config with { FlushInterval = Number(value) == long.MaxValue ? null : Span(value) },
        TopicSettings.TimestampType => config with { TimestampType = Enum.Parse<TimestampType>(value) },
        TopicSettings.TimestampBeforeMaxMs => config with { TimestampBeforeMaxMs = Number(value) },
        TopicSettings.TimestampAfterMaxMs => config with { TimestampAfterMaxMs = Number(value) },
        TopicSettings.CompressionType => config with { StoredCodec = CodecOf(value) },
        TopicSettings.Overflow => config with { Overflow = OverflowOf(value) },
        TopicSettings.Priority => config with { Priority = (int)Number(value) },
        TopicSettings.MinCleanableDirtyRatio => config with
        {
            MinCleanableDirtyRatio = double.Parse(value, CultureInfo.InvariantCulture),
        },
        TopicSettings.MinCompactionLagMs => config with { MinCompactionLag = Span(value) },
        TopicSettings.MaxCompactionLagMs =>
            config with { MaxCompactionLag = Number(value) == long.MaxValue ? null : Span(value) },
        TopicSettings.DeleteRetentionMs => config with { DeleteRetention = Span(value) },
        TopicSettings.CleanupPolicy => config with
        {
            IsCompacted = value.Contains("compact", StringComparison.Ordinal),
            IsDeleted = value.Contains("delete", StringComparison.Ordinal),
        },
        _ => config,
    };

    private string NameOfCleanup() => (IsCompacted, IsDeleted) switch
    {
        (true, true) => "compact,delete",
        (true, false) => "compact",
        (false, true) => "delete",
        (false, false) => string.Empty,
    };

    private static OverflowPolicy OverflowOf(string name) => name switch
    {
        "refuse" => OverflowPolicy.Refuse,
        "protect-unmirrored" => OverflowPolicy.ProtectUnmirrored,
        _ => OverflowPolicy.DropOldest,
    };

    private static string NameOf(OverflowPolicy policy) => policy switch
    {
        OverflowPolicy.Refuse => "refuse",
        OverflowPolicy.ProtectUnmirrored => "protect-unmirrored",
        OverflowPolicy.DropOldest or _ => "drop-oldest",
    };

    private static CompressionCodec? CodecOf(string name) => name switch
    {
        "producer" => null,
        "uncompressed" => CompressionCodec.None,
        _ => Enum.Parse<CompressionCodec>(name, ignoreCase: true),
    };

    private static string NameOf(CompressionCodec? codec) => codec switch
    {
        null => "producer",
        CompressionCodec.None => "uncompressed",
        _ => codec.Value.ToString().ToLowerInvariant(),
    };

    private static long Number(string value) => long.Parse(value, CultureInfo.InvariantCulture);

    private static string Fraction(double value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);

    private static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A duration in milliseconds; beyond what a TimeSpan holds, its largest.</summary>
    private static TimeSpan Span(string value) =>
        TimeSpan.FromMilliseconds(Math.Min(Number(value), (long)TimeSpan.MaxValue.TotalMilliseconds - 1));

    private static string Milliseconds(TimeSpan? value, long absent) =>
        Plain(value is null ? absent : (long)value.Value.TotalMilliseconds);
}
