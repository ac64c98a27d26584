using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>One entry of <c>devices</c> in the configuration. Two are equal when everything in them is.</summary>
public sealed record DeviceConfig
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>
    /// What a gateway without configuration reads: the host's own sensors, every 5 s, to topic <c>sensors</c>.
    /// </summary>
    public static IReadOnlyList<DeviceConfig> Default { get; } = [new() { Name = "host", Driver = "host" }];

    /// <summary>The name; sensors' names begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>The driver: <c>host</c>, <c>hwmon</c> or <c>simulated</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>How often it is read.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The topic its readings go to.</summary>
    public string Topic { get; init; } = "sensors";

    /// <summary>The driver's settings; those of a map inside have dotted names, as in <c>signal.shape</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = None;

    /// <summary>Connect's properties: <c>transforms</c>, <c>predicates</c>, converters.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = None;

    /// <inheritdoc />
    public bool Equals(DeviceConfig? other) =>
        other is not null
        && Name == other.Name
        && Driver == other.Driver
        && Interval == other.Interval
        && Topic == other.Topic
        && SameEntries(Settings, other.Settings)
        && SameEntries(Properties, other.Properties);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Driver, Interval, Topic);

    /// <summary>
    /// Checks the entry as far as it can be without reading the device; gives back warnings. Throws
    /// <see cref="ConfigException"/>.
    /// </summary>
    public IReadOnlyList<string> Check()
    {
        if (Interval < DeviceLimits.ShortestInterval)
        {
            throw new ConfigException("interval", "too short: 10ms is the shortest");
        }

        if (Topic.StartsWith("__", StringComparison.Ordinal))
        {
            throw new ConfigException("topic", $"{Topic}: names with __ in front are the gateway's own topics");
        }

        DriverCatalog.Create(this, TimeProvider.System);
        return CreatePipeline(new DeadLetterTopic()).Warnings;
    }

    /// <summary>The transforms; readings are JSON keyed by text, so that need not be said.</summary>
    internal RecordPipeline CreatePipeline(DeadLetterTopic deadLetters)
    {
        var properties = new Dictionary<string, string>(Properties, StringComparer.Ordinal);
        properties.TryAdd("key.converter", "StringConverter");
        if (properties.TryAdd("value.converter", "JsonConverter"))
        {
            properties.TryAdd("value.converter.schemas.enable", "false");
        }

        return RecordPipeline.Create(Name, properties, deadLetters);
    }

    private static bool SameEntries(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out string? value) && value == entry.Value);
}
