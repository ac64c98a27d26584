using System.Collections.Immutable;
using System.Globalization;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Configs;

/// <summary>The topic settings there are, under Kafka's names, as Kafka's tools list them.</summary>
internal static class TopicSettings
{
    /// <summary>All of them, by name.</summary>
    public static ImmutableArray<TopicSetting> All { get; } =
    [
        new("flush.messages", ConfigType.Long,
            "After how many records the log is flushed; 1 is: acknowledged means on flash.",
            static config => Number(config.FlushMessages)),
        new("flush.ms", ConfigType.Long,
            "After how long the log is flushed, where flush.messages is not 1.",
            static config => Milliseconds(config.FlushInterval, long.MaxValue)),
        new("max.message.bytes", ConfigType.Int,
            "The largest record batch, after compression.",
            static config => Number(config.MaxMessageBytes)),
        new("retention.bytes", ConfigType.Long,
            "The size from which on a partition's oldest segments are deleted; -1: only the disk budget decides.",
            static config => Number(config.RetentionBytes ?? -1)),
        new("retention.ms", ConfigType.Long,
            "How long records are kept; -1: only the disk budget decides.",
            static config => Milliseconds(config.Retention, -1)),
        new("segment.bytes", ConfigType.Int,
            "The size at which a segment is closed and the next begun.",
            static config => Number(config.SegmentBytes)),
        new("segment.ms", ConfigType.Long,
            "The age at which a segment is closed and the next begun.",
            static config => Milliseconds(config.SegmentAge, -1)),
    ];

    /// <summary>The value of <paramref name="setting"/>, where it comes from, and what it would fall back to.</summary>
    public static SettingValue Explain(TopicConfig config, TopicSetting setting)
    {
        var value = setting.ValueOf(config);
        var fallback = setting.ValueOf(TopicConfig.Default);
        List<DescribeConfigsResponse.Synonym> synonyms =
            [new() { Name = setting.Name, Value = fallback, Source = ConfigSource.Default }];
        if (value == fallback)
        {
            return new SettingValue(value, ConfigSource.Default, synonyms);
        }

        synonyms.Insert(0, new() { Name = setting.Name, Value = value, Source = ConfigSource.Topic });
        return new SettingValue(value, ConfigSource.Topic, synonyms);
    }

    /// <summary>The settings of a topic just created, as CreateTopics answers them.</summary>
    public static List<CreateTopicsResponse.Config> Created(TopicConfig config) =>
        All.Select(setting => (setting.Name, Value: Explain(config, setting)))
            .Select(setting => new CreateTopicsResponse.Config
            {
                Name = setting.Name,
                Value = setting.Value.Value,
                ConfigSource = setting.Value.Source,
            })
            .ToList();

    /// <summary>Throws <see cref="TopicException"/> where a name is not a setting's.</summary>
    public static void Validate(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (name, _) in settings)
        {
            if (!All.Any(setting => setting.Name == name))
            {
                throw new TopicException(TopicError.InvalidConfig, $"There is no setting {name}.");
            }
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan? value, long unlimited) =>
        Number(value is { } span ? (long)span.TotalMilliseconds : unlimited);
}
