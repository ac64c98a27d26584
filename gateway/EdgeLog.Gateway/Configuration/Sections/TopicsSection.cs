using System.Text.RegularExpressions;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>
/// The <c>topics</c> section: defaults, the limit on automatic ones, and every other key a declared topic.
/// </summary>
internal static partial class TopicsSection
{
    private const int MaxPartitions = 1_000;
    private const int DefaultMaxAutoCreated = 1_000;

    /// <summary>Reads it.</summary>
    public static TopicsConfig Read(MapReader section)
    {
        var maxAutoCreated = section.Integer("max_auto_created", DefaultMaxAutoCreated, 0, 100_000);
        var defaults = section.Map("defaults");
        var partitions = defaults.Integer("partitions", 1, 1, MaxPartitions);
        var settings = ReadSettings(defaults);
        var declared = new List<TopicDeclaration>();
        foreach (var name in section.Keys.Where(k => k is not ("defaults" or "max_auto_created")).ToList())
        {
            declared.Add(ReadDeclaration(section.Map(name), name));
        }

        CheckTogether(section, settings, declared);
        return new TopicsConfig(maxAutoCreated, partitions, settings, declared);
    }

    /// <summary>Reports settings that contradict each other, once each of them is right.</summary>
    private static void CheckTogether(
        MapReader section, Dictionary<string, string> defaults, List<TopicDeclaration> declared)
    {
        if (section.Context.Errors.Any)
        {
            return;
        }

        foreach (var topic in declared)
        {
            if (TopicSettings.CheckTogether(defaults, topic.Settings) is { } problem)
            {
                section.Context.Errors.Add(topic.Mark, $"topics.{topic.Name}", null, problem);
            }
        }

        if (TopicSettings.CheckTogether(defaults, new Dictionary<string, string>()) is { } conflict)
        {
            section.Context.Errors.Add(section.Mark, "topics.defaults", null, conflict);
        }
    }

    private static TopicDeclaration ReadDeclaration(MapReader topic, string name)
    {
        if (!Name().IsMatch(name) || name is "." or "..")
        {
            topic.Context.Errors.Add(
                topic.Mark, topic.Path, null,
                "Kafka's topic names have letters, digits, '.', '_' and '-' only, 249 at most.");
        }
        else if (name.StartsWith("__", StringComparison.Ordinal))
        {
            topic.Context.Errors.Add(
                topic.Mark, topic.Path, null, "names with __ in front are the gateway's own topics.");
        }

        int? partitions = topic.Has("partitions") ? topic.Integer("partitions", 1, 1, MaxPartitions) : null;
        topic.Suggest(["partitions"]);
        return new TopicDeclaration(name, partitions, ReadSettings(topic), topic.Mark);
    }

    private static Dictionary<string, string> ReadSettings(MapReader topic)
    {
        topic.NotInThisVersion([.. TopicSettings.OfLaterVersions]);
        topic.Suggest(TopicSettings.Names);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in topic.Properties(TopicSettings.Names.Contains))
        {
            if (TopicSettings.Check(key, value) is { } problem)
            {
                topic.Context.Errors.Add(topic.MarkOf(key), topic.PathOf(key), value, problem);
            }

            settings.Add(key, value);
        }

        topic.Finish();
        return settings;
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,249}$")]
    private static partial Regex Name();
}
