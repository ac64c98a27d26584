using System.Globalization;

namespace EdgeLog.Connect;

/// <summary>
/// Reads properties under a prefix, with Kafka's rules for types and Kafka's words for what is wrong, and remembers
/// which
/// were asked for: the others are unknown. Used by one thread.
/// </summary>
public sealed class PropertyReader
{
    private readonly IReadOnlyDictionary<string, string> _properties;
    private readonly string _prefix;
    private readonly HashSet<string> _known;

    /// <summary>Reads <paramref name="properties"/> by their full names.</summary>
    public PropertyReader(IReadOnlyDictionary<string, string> properties)
        : this(properties, "", new HashSet<string>(StringComparer.Ordinal))
    {
    }

    private PropertyReader(IReadOnlyDictionary<string, string> properties, string prefix, HashSet<string> known)
    {
        _properties = properties;
        _prefix = prefix;
        _known = known;
    }

    /// <summary>
    /// The properties that nothing has asked for, in order of name: to be warned about, as Kafka does.
    /// </summary>
    public IReadOnlyList<string> Unknown =>
        [.. _properties.Keys.Where(key => !_known.Contains(key)).Order(StringComparer.Ordinal)];

    /// <summary>The full names that were asked for.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>Reads what begins with <paramref name="prefix"/> under this one.</summary>
    public PropertyReader Under(string prefix) => new(_properties, _prefix + prefix, _known);

    /// <summary>The text of a property, or null.</summary>
    public string? Find(string key)
    {
        _known.Add(_prefix + key);
        return _properties.GetValueOrDefault(_prefix + key);
    }

    /// <summary>The text of a property that must be there.</summary>
    public string Require(string key) =>
        Find(key) ?? throw Wrong(key, $"Missing required configuration \"{key}\" which has no default value.");

    /// <summary>The text of a property that must be there and hold something.</summary>
    public string RequireText(string key) =>
        Require(key) is { Length: > 0 } text ? text : throw Invalid(key, "", "String must be non-empty");

    /// <summary>A yes or no.</summary>
    public bool Flag(string key, bool absent) => Find(key)?.Trim() switch
    {
        null => absent,
        var text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        var text when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        var text => throw Invalid(key, text, "Expected value to be either true or false"),
    };

    /// <summary>A list: separated by commas, trimmed; empty where there is none.</summary>
    public IReadOnlyList<string> List(string key) =>
        Find(key)?.Trim() is { Length: > 0 } text ? [.. text.Split(',').Select(part => part.Trim())] : [];

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public int Number(string key, int absent, int least)
    {
        if (Find(key) is not { } text)
        {
            return absent;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            throw Invalid(key, text, "Not a number of type INT");
        }

        return value >= least ? value : throw Invalid(key, text, $"Value must be at least {least}");
    }

    /// <summary>What is wrong with a property's value, in Kafka's form.</summary>
    public ConfigException Invalid(string key, string? value, string message) =>
        Wrong(key, $"Invalid value {value ?? "null"} for configuration {key}: {message}");

    /// <summary>What is wrong with a property, in one's own words.</summary>
    public ConfigException Wrong(string key, string message) => new(_prefix + key, message);
}
