using System.Collections.Frozen;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Configs;

/// <summary>
/// A topic's settings as Kafka's tools see them: each with its origin and what it would fall back to.
/// </summary>
internal static class TopicConfigs
{
    private static readonly FrozenDictionary<string, string> BuiltIn =
        TopicConfig.Default.Describe().ToFrozenDictionary(setting => setting.Name, setting => setting.Value);

    /// <summary>
    /// All settings over the gateway's <paramref name="defaults" />, as DescribeConfigs answers them.
    /// </summary>
    public static List<DescribeConfigsResponse.Config> Describe(
        TopicConfig config, TopicConfig defaults, DescribeConfigsRequest request) =>
        [.. config.Describe().Zip(defaults.Describe(), (setting, fallback) => new DescribeConfigsResponse.Config
        {
            Name = setting.Name,
            Value = setting.Value,
            ConfigSource = SourceOf(setting),

            // The numbers are Kafka's in both.
            ConfigType = (ConfigType)setting.Type,
            Documentation = request.IncludeDocumentation ? setting.Documentation : null,
            Synonyms = request.IncludeSynonyms ? SynonymsOf(setting, fallback.Value) : [],
        })];

    /// <summary>All settings, as CreateTopics answers them.</summary>
    public static List<CreateTopicsResponse.Config> Created(TopicConfig config) =>
        [.. config.Describe().Select(setting => new CreateTopicsResponse.Config
        {
            Name = setting.Name,
            Value = setting.Value,
            ConfigSource = SourceOf(setting),
        })];

    /// <summary>
    /// Throws <see cref="TopicException"/> where a change, a null value being a reset, is not a valid one.
    /// </summary>
    public static void Validate(IReadOnlyDictionary<string, string?> changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is null && !BuiltIn.ContainsKey(name))
            {
                throw new TopicException(TopicError.InvalidConfig, $"Unknown topic config name: {name}");
            }
        }

        TopicConfig.Create(
            TopicConfig.Default,
            changes.Where(change => change.Value is not null)
                .Select(change => KeyValuePair.Create(change.Key, change.Value!)));
    }

    /// <summary>Why clients may not change that thing's settings; null where they may.</summary>
    public static (ErrorCode, string?)? RefuseChange(TopicCatalog topics, ConfigResourceType type, string name)
    {
        if (type != ConfigResourceType.Topic)
        {
            return (ErrorCode.InvalidRequest, "The gateway's own settings are in its configuration file.");
        }

        return topics.Find(name) switch
        {
            null => (ErrorCode.UnknownTopicOrPartition, "There is no such topic."),
            { IsInternal: true } => (ErrorCode.InvalidTopicException, "This topic is the gateway's own."),
            _ => null,
        };
    }

    private static ConfigSource SourceOf(TopicSetting setting) =>
        setting.IsDefault ? SourceOf(setting.Name, setting.Value) : ConfigSource.Topic;

    private static ConfigSource SourceOf(string name, string fallback) =>
        fallback == BuiltIn.GetValueOrDefault(name) ? ConfigSource.Default : ConfigSource.StaticBroker;

    /// <summary>
    /// Where the value is looked for, in that order: the topic, the configuration file, the built-in default.
    /// </summary>
    private static List<DescribeConfigsResponse.Synonym> SynonymsOf(TopicSetting setting, string fallback)
    {
        var synonyms = new List<DescribeConfigsResponse.Synonym>(3);
        if (!setting.IsDefault)
        {
            synonyms.Add(new() { Name = setting.Name, Value = setting.Value, Source = ConfigSource.Topic });
        }

        if (SourceOf(setting.Name, fallback) != ConfigSource.Default)
        {
            synonyms.Add(new() { Name = setting.Name, Value = fallback, Source = ConfigSource.StaticBroker });
        }

        if (BuiltIn.TryGetValue(setting.Name, out var value))
        {
            synonyms.Add(new() { Name = setting.Name, Value = value, Source = ConfigSource.Default });
        }

        return synonyms;
    }
}
