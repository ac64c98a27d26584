using System.Text.Json;

namespace EdgeLog.Connect;

/// <summary>Reads the <c>schema</c> part of an envelope.</summary>
internal sealed class JsonSchemaReader(JsonValueReader values)
{
    /// <summary>The schema; null for JSON's null. Throws <see cref="DataException"/> where it is none.</summary>
    public Schema? Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (Find(json, "type") is not { ValueKind: JsonValueKind.String } type)
        {
            throw new DataException("Schema must contain 'type' field");
        }

        SchemaBuilder builder = Start(type.GetString()!, json);
        if (Find(json, "optional") is { ValueKind: JsonValueKind.True })
        {
            builder.Optional();
        }

        if (Find(json, "name") is { ValueKind: JsonValueKind.String } name)
        {
            builder.WithName(name.GetString());
        }

        if (Find(json, "version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt32(out int number))
        {
            builder.WithVersion(number);
        }

        if (Find(json, "doc") is { ValueKind: JsonValueKind.String } doc)
        {
            builder.WithDoc(doc.GetString());
        }

        ReadParameters(json, builder);
        if (Find(json, "default") is { } absent)
        {
            object? value = ReadDefault(builder.Build(), absent);

            // Kafka refuses a struct's default: it compares its schema with one that is not finished yet.
            builder.WithDefault(value is Struct ? throw new SchemaBuilderException("Invalid default value") : value);
        }

        return builder.Build();
    }

    private static JsonElement? Find(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement found) ? found : null;

    private static void ReadParameters(JsonElement json, SchemaBuilder builder)
    {
        if (Find(json, "parameters") is not { ValueKind: JsonValueKind.Object } parameters)
        {
            return;
        }

        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            if (parameter.Value.ValueKind != JsonValueKind.String)
            {
                throw new DataException("Schema parameters must have string values.");
            }

            builder.WithParameter(parameter.Name, parameter.Value.GetString()!);
        }
    }

    private object? ReadDefault(Schema schema, JsonElement json)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(json.GetRawText()));
        reader.Read();
        return values.Read(ref reader, schema);
    }

    private SchemaBuilder Start(string type, JsonElement json) => type switch
    {
        "boolean" => new SchemaBuilder(SchemaType.Boolean),
        "int8" => new SchemaBuilder(SchemaType.Int8),
        "int16" => new SchemaBuilder(SchemaType.Int16),
        "int32" => new SchemaBuilder(SchemaType.Int32),
        "int64" => new SchemaBuilder(SchemaType.Int64),
        "float" => new SchemaBuilder(SchemaType.Float32),
        "double" => new SchemaBuilder(SchemaType.Float64),
        "bytes" => new SchemaBuilder(SchemaType.Bytes),
        "string" => new SchemaBuilder(SchemaType.String),
        "array" => SchemaBuilder.Array(Part(json, "items", "Array schema did not specify the element type")),
        "map" => SchemaBuilder.Map(
            Part(json, "keys", "Map schema did not specify the key type"),
            Part(json, "values", "Map schema did not specify the value type")),
        "struct" => ReadFields(json),
        _ => throw new DataException("Unknown schema type: " + type),
    };

    private Schema Part(JsonElement json, string name, string missing) =>
        Find(json, name) is { ValueKind: not JsonValueKind.Null } part && Read(part) is { } schema
            ? schema
            : throw new DataException(missing);

    private SchemaBuilder ReadFields(JsonElement json)
    {
        var builder = new SchemaBuilder(SchemaType.Struct);
        if (Find(json, "fields") is not { ValueKind: JsonValueKind.Array } fields)
        {
            throw new DataException("Struct schema's \"fields\" argument is not an array.");
        }

        foreach (JsonElement field in fields.EnumerateArray())
        {
            if (Find(field, "field") is not { ValueKind: JsonValueKind.String } name)
            {
                throw new DataException("Struct schema's field name not specified properly");
            }

            builder.WithField(name.GetString()!, Read(field)!);
        }

        return builder;
    }
}
