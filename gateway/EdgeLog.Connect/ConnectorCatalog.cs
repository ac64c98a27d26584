using System.Collections.Frozen;

namespace EdgeLog.Connect;

/// <summary>
/// The converters, transforms and predicates there are, by Kafka's long class names and by the short ones. An explicit
/// list: nothing is looked up by reflection.
/// </summary>
public static class ConnectorCatalog
{
    private const string TransformPackage = "org.apache.kafka.connect.transforms.";
    private const string PredicatePackage = TransformPackage + "predicates.";

    private static readonly FrozenDictionary<string, Func<PropertyReader, Transform>> TransformFactories =
        new Dictionary<string, Func<PropertyReader, Transform>>
        {
            [TransformPackage + "Filter"] = _ => new Filter(),
            [TransformPackage + "InsertField$Key"] = properties => new InsertField(RecordSide.Key, properties),
            [TransformPackage + "InsertField$Value"] = properties => new InsertField(RecordSide.Value, properties),
            [TransformPackage + "RegexRouter"] = properties => new RegexRouter(properties),
            [TransformPackage + "ReplaceField$Key"] = properties => new ReplaceField(RecordSide.Key, properties),
            [TransformPackage + "ReplaceField$Value"] = properties => new ReplaceField(RecordSide.Value, properties),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Func<PropertyReader, Predicate>> PredicateFactories =
        new Dictionary<string, Func<PropertyReader, Predicate>>
        {
            [PredicatePackage + "HasHeaderKey"] = properties => new HasHeaderKey(properties),
            [PredicatePackage + "RecordIsTombstone"] = _ => new RecordIsTombstone(),
            [PredicatePackage + "TopicNameMatches"] = properties => new TopicNameMatches(properties),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Func<PropertyReader, Converter>> ConverterFactories =
        new Dictionary<string, Func<PropertyReader, Converter>>
        {
            ["org.apache.kafka.connect.converters.ByteArrayConverter"] = _ => ByteArrayConverter.Instance,
            ["org.apache.kafka.connect.json.JsonConverter"] = properties => new JsonConverter(properties),
            ["org.apache.kafka.connect.storage.StringConverter"] = properties => new StringConverter(properties),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The long class names of all transforms.</summary>
    public static IReadOnlyCollection<string> Transforms => TransformFactories.Keys;

    /// <summary>The long class names of all predicates.</summary>
    public static IReadOnlyCollection<string> Predicates => PredicateFactories.Keys;

    /// <summary>The long class names of all converters.</summary>
    public static IReadOnlyCollection<string> Converters => ConverterFactories.Keys;

    internal static (string ClassName, Transform Made) CreateTransform(PropertyReader properties) =>
        Create(properties, "type", TransformFactories, properties);

    internal static (string ClassName, Predicate Made) CreatePredicate(PropertyReader properties) =>
        Create(properties, "type", PredicateFactories, properties);

    /// <summary>
    /// The converter that property <paramref name="key"/> names, set up by the properties under that name.
    /// </summary>
    internal static (string ClassName, Converter Made) CreateConverter(PropertyReader properties, string key) =>
        Create(properties, key, ConverterFactories, properties.Under(key + "."));

    private static (string ClassName, T Made) Create<T>(
        PropertyReader properties,
        string key,
        FrozenDictionary<string, Func<PropertyReader, T>> factories,
        PropertyReader own)
    {
        string name = properties.Require(key);
        string? found = factories.ContainsKey(name)
            ? name
            : factories.Keys.FirstOrDefault(known => ShortName(known) == name);
        return found is not null
            ? (found, factories[found](own))
            : throw properties.Invalid(key, name, $"Class {name} could not be found. {Suggest(factories.Keys, name)}");
    }

    private static string ShortName(string className) => className[(className.LastIndexOf('.') + 1)..];

    private static string Suggest(IEnumerable<string> names, string wrong)
    {
        string stem = ShortName(wrong);
        string[] sides =
        [
            .. names.Select(ShortName).Where(name => name.StartsWith(stem + "$", StringComparison.Ordinal)).Order(),
        ];
        return sides.Length > 0
            ? $"Did you mean {string.Join(" or ", sides)}?"
            : $"There are: {string.Join(", ", names.Select(ShortName).Order())}.";
    }
}
