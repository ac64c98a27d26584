using System.Collections.Frozen;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Configs;

/// <summary>A topic's settings as Kafka's tools see them: each with its origin and what it would fall back to.</summary>
internal static class TopicConfigs
{
    private static readonly FrozenDictionary<string, string> Defaults =
        TopicConfig.Default.Describe().ToFrozenDictionary(setting => setting.Name, setting => setting.Value);

    /// <summary>All settings, as DescribeConfigs answers them.</summary>
    public static List<DescribeConfigsResponse.Config> Describe(TopicConfig config, DescribeConfigsRequest request) =>
        [.. config.Describe().Select(setting => new DescribeConfigsResponse.Config
        {
            Name = setting.Name,
            Value = setting.Value,
            ConfigSource = SourceOf(setting),

            // The numbers are Kafka's in both.
            ConfigType = (ConfigType)setting.Type,
            Documentation = request.IncludeDocumentation ? setting.Documentation : null,
            Synonyms = request.IncludeSynonyms ? SynonymsOf(setting) : [],
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
            if (value is null && !Defaults.ContainsKey(name))
            {
                throw new TopicException(TopicError.InvalidConfig, $"Unknown topic config name: {name}");
            }
        }

        TopicConfig.Create(
            TopicConfig.Default,
            changes.Where(change => change.Value is not null)
                .Select(change => KeyValuePair.Create(change.Key, change.Value!)));
    }

    private static ConfigSource SourceOf(TopicSetting setting) => setting switch
    {
        { IsDefault: false } => ConfigSource.Topic,
        _ when setting.Value == Defaults.GetValueOrDefault(setting.Name) => ConfigSource.Default,
        _ => ConfigSource.StaticBroker,
    };

    private static List<DescribeConfigsResponse.Synonym> SynonymsOf(TopicSetting setting)
    {
        var synonyms = new List<DescribeConfigsResponse.Synonym>(2);
        var source = SourceOf(setting);
        if (source != ConfigSource.Default)
        {
            synonyms.Add(new() { Name = setting.Name, Value = setting.Value, Source = source });
        }

        if (Defaults.TryGetValue(setting.Name, out var value))
        {
            synonyms.Add(new() { Name = setting.Name, Value = value, Source = ConfigSource.Default });
        }

        return synonyms;
    }
}
