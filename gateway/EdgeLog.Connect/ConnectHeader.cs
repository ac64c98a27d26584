namespace EdgeLog.Connect;

/// <summary>A header of a record; names may repeat.</summary>
/// <param name="Name">The name.</param>
/// <param name="Schema">The schema of the value; null for a value without.</param>
/// <param name="Value">The value; may be null.</param>
public sealed record ConnectHeader(string Name, Schema? Schema, object? Value);
