namespace EdgeLog.Connect;

/// <summary><c>org.apache.kafka.connect.converters.ByteArrayConverter</c>: bytes as they are.</summary>
internal sealed class ByteArrayConverter : Converter
{
    public static ByteArrayConverter Instance { get; } = new();

    public override SchemaAndValue ToConnect(ReadOnlyMemory<byte>? bytes) =>
        new(Schema.OptionalBytes, bytes?.ToArray());

    public override ReadOnlyMemory<byte>? FromConnect(Schema? schema, object? value)
    {
        if (schema is not null && schema.Type != SchemaType.Bytes)
        {
            throw new DataException("Invalid schema type for ByteArrayConverter: " + schema.Type.JavaName());
        }

        return value switch
        {
            null => (ReadOnlyMemory<byte>?)null,
            byte[] bytes => bytes,
            _ => throw new DataException(
                $"ByteArrayConverter is not compatible with objects of type class {JavaNames.ClassOf(value)}"),
        };
    }
}
