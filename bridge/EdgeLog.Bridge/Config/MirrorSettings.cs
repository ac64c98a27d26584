using System.Globalization;
using EdgeLog.Connect;

namespace EdgeLog.Bridge;

/// <summary>A mirror's properties, checked and typed.</summary>
internal sealed record MirrorSettings
{
    private static readonly string[] Later =
    [
        "from", "compression.type", "max_bytes_per_second", "max_records_per_second", "drain", "windows",
        "start_jitter", "topic_template", "key_template", "transforms", "predicates", "config.properties.exclude",
        "sync.topic.configs.enabled", "sync.topic.acls.enabled", "sync.group.offsets.enabled",
        "emit.heartbeats.enabled", "emit.heartbeats.interval.seconds", "emit.checkpoints.enabled",
        "emit.checkpoints.interval.seconds", "emit.offset-syncs.enabled", "offset-syncs.topic.location", "groups",
        "groups.exclude", "exactly.once.support",
    ];

    public required string Name { get; init; }

    public required TopicFilter Filter { get; init; }

    public required ReplicationPolicy Policy { get; init; }

    /// <summary><c>replication.factor</c> of target topics; -1 is the target's own default.</summary>
    public required short ReplicationFactor { get; init; }

    /// <summary>Whether a topic of that name is to be mirrored, unless the name says that it came from there.</summary>
    public bool Selects(string topic) => !Policy.IsInternalTopic(topic) && Filter.Matches(topic);

    /// <summary>Whether a topic of that name ends up in the target.</summary>
    public bool Carries(string topic) =>
        Selects(topic)
        && !topic.StartsWith("__", StringComparison.Ordinal)
        && !Policy.IsCycle(topic)
        && Policy.FormatRemoteTopic(topic).Length <= MirrorTopics.NameLengthMax;

    /// <summary>
    /// Checks <paramref name="mirror"/>; throws <see cref="ConfigException"/> with the property's name.
    /// </summary>
    public static MirrorSettings Parse(MirrorConfig mirror, string gatewayName)
    {
        string prefix = $"mirrors.{mirror.Name}";
        foreach (string key in mirror.Properties.Keys)
        {
            CheckKey($"{prefix}.{key}", key);
        }

        return new MirrorSettings
        {
            Name = mirror.Name,
            Filter = TopicFilter.Parse(prefix, mirror.Topics, mirror.TopicsExclude),
            Policy = ParsePolicy(prefix, mirror, gatewayName),
            ReplicationFactor = ParseReplicationFactor(prefix, mirror),
        };
    }

    private static void CheckKey(string path, string key)
    {
        if (key is "replication.factor" or "replication.policy.separator")
        {
            return;
        }

        bool isLater = Later.Any(later => key == later || key.StartsWith($"{later}.", StringComparison.Ordinal));
        throw new ConfigException(path, isLater ? "is not in this version" : "is no property of a mirror");
    }

    private static ReplicationPolicy ParsePolicy(string prefix, MirrorConfig mirror, string gatewayName)
    {
        string separator = mirror.Properties.GetValueOrDefault("replication.policy.separator", ".");
        if (separator.Length == 0 || !separator.All(TopicFilter.IsNameCharacter))
        {
            throw new ConfigException(
                $"{prefix}.replication.policy.separator", $"'{separator}' cannot stand in a topic's name");
        }

        string policy = mirror.ReplicationPolicyClass[(mirror.ReplicationPolicyClass.LastIndexOf('.') + 1)..];
        return policy switch
        {
            "DefaultReplicationPolicy" => new DefaultReplicationPolicy(gatewayName, mirror.To, separator),
            "IdentityReplicationPolicy" => new IdentityReplicationPolicy(gatewayName, mirror.To, separator),
            "TemplateReplicationPolicy" =>
                throw new ConfigException($"{prefix}.replication.policy.class", $"{policy} is not in this version"),
            _ => throw new ConfigException(
                $"{prefix}.replication.policy.class",
                $"'{mirror.ReplicationPolicyClass}' is unknown. There are DefaultReplicationPolicy and "
                + "IdentityReplicationPolicy"),
        };
    }

    private static short ParseReplicationFactor(string prefix, MirrorConfig mirror)
    {
        string text = mirror.Properties.GetValueOrDefault("replication.factor", "-1");
        bool parsed = short.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out short factor);
        return parsed && (factor == -1 || factor > 0)
            ? factor
            : throw new ConfigException(
                $"{prefix}.replication.factor", $"'{text}' is neither -1 nor a number of replicas");
    }
}
