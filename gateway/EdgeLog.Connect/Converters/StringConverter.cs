using System.Text;

namespace EdgeLog.Connect;

/// <summary>
/// <c>org.apache.kafka.connect.storage.StringConverter</c>: text, UTF-8 unless <c>converter.encoding</c> says
/// otherwise.
/// </summary>
internal sealed class StringConverter : Converter
{
    private readonly Encoding _encoding;

    public StringConverter(PropertyReader properties)
    {
        string name = properties.Find("converter.encoding") ?? "UTF-8";
        try
        {
            _encoding = Encoding.GetEncoding(name == "UTF8" ? "UTF-8" : name);
        }
        catch (ArgumentException)
        {
            throw properties.Invalid(
                "converter.encoding", name, "unknown encoding. Write UTF-8, UTF-16, ISO-8859-1 or US-ASCII");
        }
    }

    public override SchemaAndValue ToConnect(ReadOnlyMemory<byte>? bytes) =>
        new(Schema.OptionalString, bytes is { } text ? _encoding.GetString(text.Span) : null);

    public override ReadOnlyMemory<byte>? FromConnect(Schema? schema, object? value) =>
        value is null ? (ReadOnlyMemory<byte>?)null : _encoding.GetBytes(JavaNames.TextOf(value));
}
