using EdgeLog.Connect;
using EdgeLog.Gateway.Configuration.Errors;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>Connect's properties on a route or device: transforms, predicates, converters, errors.</summary>
internal static class ConnectSettings
{
    private static readonly string[] Prefixes =
        ["transforms.", "predicates.", "value.converter.", "key.converter.", "errors."];

    /// <summary>Names to suggest.</summary>
    public static IReadOnlyCollection<string> Names { get; } =
        ["transforms", "predicates", "value.converter", "key.converter", "errors.deadletterqueue.topic.name"];

    /// <summary>Whether a key is one of Connect's.</summary>
    public static bool Belongs(string key) =>
        Names.Contains(key) || Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Builds the pipeline once, and reports what is wrong with it and what it does not know.</summary>
    public static void Check(MapReader item, IReadOnlyDictionary<string, string> properties)
    {
        try
        {
            var pipeline = RecordPipeline.Create(item.Path, properties, new DeadLetterTopic());
            foreach (var key in pipeline.UnknownProperties)
            {
                item.Context.Errors.Add(
                    item.KeyMarkOf(key), item.PathOf(key), null,
                    $"unknown key. {NearestName.Suggest(key, pipeline.KnownProperties)}");
            }
        }
        catch (ConfigException exception)
        {
            Add(item, exception);
        }
    }

    /// <summary>Reports what a part of the gateway says about one of its properties, at that property.</summary>
    public static void Add(MapReader item, ConfigException exception)
    {
        var prefix = item.Path + ".";
        var key = exception.Key.StartsWith(prefix, StringComparison.Ordinal)
            ? exception.Key[prefix.Length..]
            : exception.Key;
        var mark = item.Has(key) ? item.MarkOf(key) : item.Mark;
        item.Context.Errors.Add(mark, item.PathOf(key), null, exception.Message);
    }
}
