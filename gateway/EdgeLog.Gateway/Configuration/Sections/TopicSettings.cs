using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Values;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>A topic's settings: which of them this version keeps; the log says what each accepts.</summary>
internal static class TopicSettings
{
    /// <summary>The settings this version acts upon.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
    [
        "retention.ms", "retention.bytes", "segment.bytes", "segment.ms", "max.message.bytes", "flush.messages",
        "flush.ms", "compression.type", "message.timestamp.type", "message.timestamp.before.max.ms",
        "message.timestamp.after.max.ms", "edgelog.overflow", "edgelog.priority", "cleanup.policy",
        "min.cleanable.dirty.ratio", "min.compaction.lag.ms", "max.compaction.lag.ms", "delete.retention.ms",
    ];

    /// <summary>Kafka's and our own settings that come later, or mean nothing on one node.</summary>
    public static IReadOnlyCollection<string> OfLaterVersions { get; } =
        [.. TopicConfig.Default.Describe().Select(s => s.Name).Where(n => !Names.Contains(n))];

    /// <summary>What is wrong with a setting, or null; a null value resets it and is right for any name.</summary>
    public static string? Check(string name, string? value)
    {
        if (!Names.Contains(name))
        {
            return OfLaterVersions.Contains(name)
                ? "not in this version."
                : $"unknown. {NearestName.Suggest(name, Names)}";
        }

        try
        {
            _ = value is null ? null : TopicConfig.Create(TopicConfig.Default, [new(name, value)]);
            return null;
        }
        catch (TopicException exception)
        {
            return $"{Brief(exception.Message, name)}{Hint(name)}";
        }
    }

    /// <summary>What is wrong with settings that are each right, over the defaults; or null.</summary>
    public static string? CheckTogether(
        IReadOnlyDictionary<string, string> defaults, IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            TopicConfig.Create(TopicConfig.Create(TopicConfig.Default, defaults), settings);
            return null;
        }
        catch (TopicException exception)
        {
            return exception.Message + ".";
        }
    }

    // Kafka's words begin with name and value, which stand in front already.
    private static string Brief(string message, string name)
    {
        var prefix = $"for configuration {name}: ";
        var start = message.IndexOf(prefix, StringComparison.Ordinal);
        return (start < 0 ? message : message[(start + prefix.Length)..]).TrimEnd('.') + ".";
    }

    private static string Hint(string name) =>
        name.EndsWith(".ms", StringComparison.Ordinal) ? " " + DurationText.Expected
        : name.EndsWith(".bytes", StringComparison.Ordinal) ? " " + SizeText.Expected
        : string.Empty;
}
