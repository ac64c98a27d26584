namespace EdgeLog.Connect;

/// <summary>A value and the schema it follows.</summary>
/// <param name="Schema">The schema; null for data without.</param>
/// <param name="Value">The value; may be null.</param>
public readonly record struct SchemaAndValue(Schema? Schema, object? Value);
