using System.Buffers;
using System.Text.Json;

namespace EdgeLog.Connect;

/// <summary>
/// <c>org.apache.kafka.connect.json.JsonConverter</c>: JSON, either plain (<c>schemas.enable=false</c>) or in an
/// envelope
/// of <c>schema</c> and <c>payload</c>. Reads and writes what Kafka's own reads and writes, byte for byte but for the
/// order
/// of a map's entries, which is kept here.
/// </summary>
internal sealed class JsonConverter : Converter
{
    private const string NoEnvelope =
        "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not contain additional "
        + "fields. If you are trying to deserialize plain JSON data, set schemas.enable=false in your converter "
        + "configuration.";

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 500 };

    private readonly JsonConverterConfig _config;
    private readonly JsonSchemaCache _schemas;
    private readonly JsonValueReader _values;
    private readonly JsonValueWriter _writer;

    public JsonConverter(PropertyReader properties)
    {
        _config = JsonConverterConfig.Read(properties);
        _values = new JsonValueReader(_config);
        _writer = new JsonValueWriter(_config);
        _schemas = new JsonSchemaCache(_values, _config.SchemasCacheSize);
    }

    public override SchemaAndValue ToConnect(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } memory)
        {
            return default;
        }

        ReadOnlySpan<byte> json = memory.Span;
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            return _config.SchemasEnabled ? ReadEnvelope(json) : new SchemaAndValue(null, ReadPlain(json));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader says InvalidOperationException where a string is not valid UTF-8 or UTF-16.
            throw new DataException("Converting byte[] to Kafka Connect data failed due to serialization error: ", e);
        }
    }

    public override ReadOnlyMemory<byte>? FromConnect(Schema? schema, object? value)
    {
        if (schema is null && value is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        var output = new JsonOutput(buffer);
        if (_config.SchemasEnabled)
        {
            output.BeginObject();
            output.Name("schema");
            _writer.WriteSchema(output, schema);
            output.Name("payload");
            _writer.Write(output, schema, value);
            output.EndObject();
        }
        else
        {
            _writer.Write(output, schema, value);
        }

        return buffer.WrittenMemory;
    }

    private static object? ReadPlain(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        if (IsBlank(json))
        {
            return null;
        }

        reader.Read();
        object? value = JsonValueReader.ReadSchemaless(ref reader);
        reader.Read();
        return value;
    }

    private static bool IsBlank(ReadOnlySpan<byte> json) => json.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private SchemaAndValue ReadEnvelope(ReadOnlySpan<byte> json)
    {
        if (IsBlank(json))
        {
            throw new DataException(NoEnvelope);
        }

        Range? schemaRange = null;
        Range? payloadRange = null;
        bool hasOther = false;
        var reader = new Utf8JsonReader(json, ReaderOptions);
        reader.Read();
        bool isObject = reader.TokenType == JsonTokenType.StartObject;
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSchema = reader.ValueTextEquals("schema"u8);
            bool isPayload = !isSchema && reader.ValueTextEquals("payload"u8);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            Range range = start..(int)reader.BytesConsumed;
            schemaRange = isSchema ? range : schemaRange;
            payloadRange = isPayload ? range : payloadRange;
            hasOther |= !isSchema && !isPayload;
        }

        reader.Read();
        if (!isObject || hasOther || schemaRange is null || payloadRange is null)
        {
            throw new DataException(NoEnvelope);
        }

        Schema? schema = _schemas.Get(json[schemaRange.Value]);
        var payload = new Utf8JsonReader(json[payloadRange.Value], ReaderOptions);
        payload.Read();
        return new SchemaAndValue(
            schema, schema is null ? JsonValueReader.ReadSchemaless(ref payload) : _values.Read(ref payload, schema));
    }
}
