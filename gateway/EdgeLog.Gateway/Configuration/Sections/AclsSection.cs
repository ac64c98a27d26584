using EdgeLog.Network.Security;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>The <c>acls</c> section: one list for all protocols.</summary>
internal static class AclsSection
{
    private static readonly Dictionary<string, AccessOperations> Operations = new(StringComparer.Ordinal)
    {
        ["publish"] = AccessOperations.Publish,
        ["subscribe"] = AccessOperations.Subscribe,
        ["read"] = AccessOperations.Read,
        ["write"] = AccessOperations.Write,
        ["create"] = AccessOperations.Create,
        ["delete"] = AccessOperations.Delete,
        ["alter"] = AccessOperations.Alter,
        ["describe"] = AccessOperations.Describe,
        ["cluster_action"] = AccessOperations.ClusterAction,
        ["describe_configs"] = AccessOperations.DescribeConfigs,
        ["alter_configs"] = AccessOperations.AlterConfigs,
        ["idempotent_write"] = AccessOperations.IdempotentWrite,
        ["all"] = AccessOperations.All,
    };

    private static readonly Dictionary<string, PatternType> Patterns = new(StringComparer.Ordinal)
    {
        ["literal"] = PatternType.Literal,
        ["prefixed"] = PatternType.Prefixed,
    };

    // Kafka's own table of which operation there is on what.
    private static readonly (string Key, ResourceType Type, AccessOperations Operations)[] Resources =
    [
        ("mqtt", ResourceType.Mqtt, AccessOperations.Publish | AccessOperations.Subscribe),
        ("topic", ResourceType.Topic,
            AccessOperations.Read | AccessOperations.Write | AccessOperations.Create | AccessOperations.Delete
            | AccessOperations.Alter | AccessOperations.Describe | AccessOperations.DescribeConfigs
            | AccessOperations.AlterConfigs),
        ("group", ResourceType.Group,
            AccessOperations.Read | AccessOperations.Delete | AccessOperations.Describe
            | AccessOperations.DescribeConfigs | AccessOperations.AlterConfigs),
        ("cluster", ResourceType.Cluster,
            AccessOperations.Create | AccessOperations.Alter | AccessOperations.Describe
            | AccessOperations.ClusterAction | AccessOperations.DescribeConfigs | AccessOperations.AlterConfigs
            | AccessOperations.IdempotentWrite),
    ];

    /// <summary>Reads it; null where there is none.</summary>
    public static IReadOnlyList<AccessRule>? Read(MapReader root)
    {
        if (root.Maps("acls") is not { } items)
        {
            return null;
        }

        return [.. items.Select(ReadOne)];
    }

    private static AccessRule ReadOne(MapReader item)
    {
        var user = item.RequiredText("user");
        var allowed = item.Texts("allow");
        var denied = item.Texts("deny");
        if (allowed is null == denied is null)
        {
            item.Context.Errors.Add(
                item.Mark, item.Path, null, "write one of allow and deny, with a list of operations.");
        }

        var (key, type, possible) = ReadResource(item);
        var rule = new AccessRule
        {
            User = user,
            Verdict = denied is null ? AccessVerdict.Allow : AccessVerdict.Deny,
            Operations = ReadOperations(item, denied is null ? "allow" : "deny", allowed ?? denied ?? [], possible),
            Resource = type,
            Name = ReadName(item, key, type),
            Pattern = type is ResourceType.Topic or ResourceType.Group
                ? item.Choice("pattern", PatternType.Literal, Patterns)
                : PatternType.Literal,
        };
        item.Finish();
        return rule;
    }

    private static (string Key, ResourceType Type, AccessOperations Possible) ReadResource(MapReader item)
    {
        item.Suggest(["mqtt", "topic", "group", "cluster", "pattern"]);
        var named = Resources.Where(resource => item.Has(resource.Key)).ToList();
        if (named.Count > 1)
        {
            item.Context.Errors.Add(
                item.MarkOf(named[1].Key), item.PathOf(named[1].Key), null,
                $"a rule is about one thing, and this one names {named[0].Key} too. Write two rules.");
        }

        return named.Count == 0 ? (string.Empty, ResourceType.Any, AccessOperations.All) : named[0];
    }

    private static AccessOperations ReadOperations(
        MapReader item, string key, IReadOnlyList<string> names, AccessOperations possible)
    {
        var operations = AccessOperations.None;
        foreach (var name in names)
        {
            if (!Operations.TryGetValue(name, out var operation) || (operation & possible) == 0)
            {
                var known = Operations.Where(o => (o.Value & possible) != 0).Select(o => o.Key);
                item.Context.Errors.Add(
                    item.MarkOf(key), item.PathOf(key), name, $"not an operation here: {string.Join(", ", known)}.");
            }

            operations |= operation;
        }

        return operations;
    }

    private static string ReadName(MapReader item, string key, ResourceType type)
    {
        if (type == ResourceType.Any)
        {
            return string.Empty;
        }

        if (type == ResourceType.Cluster)
        {
            if (!item.Boolean(key, fallback: true))
            {
                item.Context.Errors.Add(
                    item.MarkOf(key), item.PathOf(key), "false", "write cluster: true, or leave it.");
            }

            return string.Empty;
        }

        var name = item.RequiredText(key);
        if (type == ResourceType.Mqtt && !FilterPattern.IsFilter(name))
        {
            item.Context.Errors.Add(
                item.MarkOf(key), item.PathOf(key), name, "not an MQTT filter: + and # stand alone, # is last.");
        }

        return name;
    }
}
