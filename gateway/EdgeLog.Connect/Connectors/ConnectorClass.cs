namespace EdgeLog.Connect;

/// <summary>A class of connectors, such as <c>MqttSource</c>; stateless.</summary>
public abstract class ConnectorClass
{
    /// <summary>Its short name.</summary>
    public abstract string Name { get; }

    /// <summary>Which way its records go.</summary>
    public abstract ConnectorType Type { get; }

    /// <summary>The settings it knows by their full names, beside Connect's own; for suggestions.</summary>
    public abstract IReadOnlyCollection<string> Settings { get; }

    /// <summary>
    /// Checks an entry without opening anything. Throws <see cref="ConfigException"/> with the name of the setting.
    /// </summary>
    public abstract void Check(ConnectorConfig config);
}
