namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The properties of a mirror beside its name, cluster, topics and policy.</summary>
internal static class MirrorSettings
{
    /// <summary>Those of this version.</summary>
    public static IReadOnlyCollection<string> Names { get; } = ["replication.factor", "replication.policy.separator"];

    /// <summary>The replication policies of this version.</summary>
    public static IReadOnlyCollection<string> Policies { get; } =
        ["DefaultReplicationPolicy", "IdentityReplicationPolicy"];

    /// <summary>Those that come later.</summary>
    public static IReadOnlyCollection<string> OfLaterVersions { get; } =
    [
        "from", "compression.type", "max_bytes_per_second", "max_records_per_second", "drain", "windows",
        "start_jitter",
        "topic_template", "key_template", "transforms", "predicates", "config.properties.exclude",
        "sync.topic.configs.enabled", "sync.topic.acls.enabled", "sync.group.offsets.enabled",
        "emit.heartbeats.enabled", "emit.heartbeats.interval.seconds", "emit.checkpoints.enabled",
        "emit.checkpoints.interval.seconds", "emit.offset-syncs.enabled", "offset-syncs.topic.location", "groups",
        "groups.exclude", "exactly.once.support", "refresh.topics.interval.seconds", "refresh.groups.interval.seconds",
        "offset.lag.max", "tasks.max", "enabled",
    ];
}
