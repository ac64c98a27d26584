namespace EdgeLog.Connect;

/// <summary>An entry of the section <c>connectors</c>.</summary>
public sealed record ConnectorConfig
{
    /// <summary>The name; positions and the paused state belong to it.</summary>
    public required string Name { get; init; }

    /// <summary>The short name of its class, such as <c>MqttSource</c>.</summary>
    public required string ClassName { get; init; }

    /// <summary>
    /// Everything else by its full name, as text: the class's own settings and Connect's (<c>transforms.…</c>).
    /// </summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Whether nothing of it differs.</summary>
    public bool Equals(ConnectorConfig? other) =>
        other is not null
        && Name == other.Name
        && ClassName == other.ClassName
        && Properties.Count == other.Properties.Count
        && Properties.All(own => other.Properties.TryGetValue(own.Key, out string? value) && value == own.Value);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, ClassName, Properties.Count);
}
