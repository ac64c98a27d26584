namespace EdgeLog.Connect;

/// <summary>A property of a route, sensor or connector is missing, unknown in value, or contradicts another.</summary>
public sealed class ConfigException : Exception
{
    /// <summary>
    /// Names the property, in full (<c>transforms.site.static.value</c>), and says what is wrong with it.
    /// </summary>
    public ConfigException(string key, string message)
        : base(message) => Key = key;

    /// <summary>The property's full name, so that the operator's file can be pointed at.</summary>
    public string Key { get; }
}
