namespace EdgeLog.Connect;

/// <summary>
/// Converts between bytes and Connect's data model. One instance serves all threads of its route or sensor. Throws
/// <see cref="DataException"/> for what cannot be converted.
/// </summary>
public abstract class Converter
{
    /// <summary>Reads bytes; null is a record without key or value.</summary>
    public abstract SchemaAndValue ToConnect(ReadOnlyMemory<byte>? bytes);

    /// <summary>Writes bytes; null is a record without key or value.</summary>
    public abstract ReadOnlyMemory<byte>? FromConnect(Schema? schema, object? value);
}
