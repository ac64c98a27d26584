using System.Text.Json;

namespace EdgeLog.Connect;

/// <summary>
/// Reads payloads, with the leniency of Kafka's converter: a value of another JSON type than its schema's becomes zero,
/// false or null rather than an error, as Jackson's nodes give it.
/// </summary>
internal sealed class JsonValueReader(JsonConverterConfig config)
{
    /// <summary>
    /// Reads the value the reader stands on, without schema: whole numbers become INT64, others FLOAT64.
    /// </summary>
    public static object? ReadSchemaless(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.IsIntegral() ? (object)reader.ToInt64() : reader.ToDouble();
            case JsonTokenType.StartArray:
                var list = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadSchemaless(ref reader));
                }

                return list;
            case JsonTokenType.StartObject:
                var map = new ConnectMap();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    map[name] = ReadSchemaless(ref reader);
                }

                return map;
            default:
                return null;
        }
    }

    /// <summary>
    /// Reads the value the reader stands on. Throws <see cref="DataException"/> where it does not fit.
    /// </summary>
    public object? Read(ref Utf8JsonReader reader, Schema schema)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return ReadNull(schema);
        }

        if (schema.Name is not null && LogicalTypes.IsLogical(schema.Name))
        {
            return ReadLogical(ref reader, schema);
        }

        switch (schema.Type)
        {
            case SchemaType.Array:
                return ReadArray(ref reader, schema);
            case SchemaType.Map:
                return ReadMap(ref reader, schema);
            case SchemaType.Struct:
                return ReadStruct(ref reader, schema);
            default:
                object? value = ReadPrimitive(ref reader, schema.Type);
                reader.Skip();
                return value;
        }
    }

    private object? ReadNull(Schema schema)
    {
        if (schema.Default is not null && config.ReplaceNullWithDefault)
        {
            return schema.Default;
        }

        return schema.IsOptional
            ? null
            : throw new DataException($"Invalid null value for required {schema.Type.JavaName()} field");
    }

    private static object? ReadPrimitive(ref Utf8JsonReader reader, SchemaType type) => type switch
    {
        SchemaType.Boolean => reader.TokenType == JsonTokenType.True,
        SchemaType.Int8 => unchecked((sbyte)reader.ToInt64()),
        SchemaType.Int16 => unchecked((short)reader.ToInt64()),
        SchemaType.Int32 => unchecked((int)reader.ToInt64()),
        SchemaType.Int64 => reader.ToInt64(),
        SchemaType.Float32 => reader.ToSingle(),
        SchemaType.Float64 => reader.ToDouble(),
        SchemaType.String => reader.TokenType == JsonTokenType.String ? reader.GetString() : null,
        _ => ReadBytes(ref reader, "Invalid bytes field"),
    };

    private static byte[]? ReadBytes(ref Utf8JsonReader reader, string invalid)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(reader.GetString()!);
        }
        catch (FormatException e)
        {
            throw new DataException(invalid, e);
        }
    }

    private static object ReadLogical(ref Utf8JsonReader reader, Schema schema)
    {
        JsonTokenType token = reader.TokenType;
        object? value = schema.Name switch
        {
            LogicalTypes.Decimal when token == JsonTokenType.Number => reader.ToDecimal(),
            LogicalTypes.Decimal when token == JsonTokenType.String => ReadDecimal(ref reader, schema),
            LogicalTypes.Decimal => null,
            LogicalTypes.Timestamp when IsWhole(ref reader) => new ConnectDate(reader.ToInt64()),
            LogicalTypes.Timestamp => null,
            _ when !IsWhole(ref reader) || !reader.TryGetInt32(out _) => null,
            LogicalTypes.Date => new ConnectDate(reader.ToInt64() * LogicalTypes.MsPerDay),
            _ => ReadTime(reader.ToInt64()),
        };
        if (value is not null)
        {
            return value;
        }

        string kind = LogicalTypes.ShortName(schema.Name!);
        string expected = schema.Name switch
        {
            LogicalTypes.Decimal => "numeric or bytes",
            LogicalTypes.Timestamp => "integral",
            _ => "integer",
        };
        throw new DataException(
            $"Invalid type for {kind}, underlying representation should be {expected} but was {NodeName(token)}");
    }

    private static bool IsWhole(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.IsIntegral();

    private static ConnectDecimal ReadDecimal(ref Utf8JsonReader reader, Schema schema)
    {
        try
        {
            return LogicalTypes.DecimalFrom(schema, ReadBytes(ref reader, "Invalid bytes for Decimal field"));
        }
        catch (DataException e)
        {
            throw new DataException("Invalid bytes for Decimal field", e);
        }
    }

    private static ConnectDate ReadTime(long ms) => ms is >= 0 and <= LogicalTypes.MsPerDay
        ? new ConnectDate(ms)
        : throw new DataException(
            "Time values must use number of milliseconds greater than 0 and less than 86400000");

    private List<object?> ReadArray(ref Utf8JsonReader reader, Schema schema)
    {
        // An object gives its values, anything else nothing.
        var list = new List<object?>();
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return list;
        }

        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.Read();
            }

            list.Add(Read(ref reader, schema.ValueSchema!));
        }

        return list;
    }

    private ConnectMap ReadMap(ref Utf8JsonReader reader, Schema schema)
    {
        var map = new ConnectMap();
        if (schema.KeySchema!.Type == SchemaType.String)
        {
            Require(
                ref reader,
                JsonTokenType.StartObject,
                "Maps with string fields should be encoded as JSON objects, but found ");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string name = reader.GetString()!;
                reader.Read();
                map[name] = Read(ref reader, schema.ValueSchema!);
            }

            return map;
        }

        Require(
            ref reader,
            JsonTokenType.StartArray,
            "Maps with non-string fields should be encoded as JSON array of tuples, but found ");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(ref reader, JsonTokenType.StartArray, "Found invalid map entry instead of array tuple: ");
            ReadEntry(ref reader, schema, map);
        }

        return map;
    }

    private void ReadEntry(ref Utf8JsonReader reader, Schema schema, ConnectMap map)
    {
        int count = 0;
        Utf8JsonReader counting = reader;
        while (counting.Read() && counting.TokenType != JsonTokenType.EndArray)
        {
            counting.Skip();
            count++;
        }

        if (count != 2)
        {
            throw new DataException($"Found invalid map entry, expected length 2 but found :{count}");
        }

        reader.Read();
        object key = Read(ref reader, schema.KeySchema!)
            ?? throw new DataException("a map has a null key, which is not supported here");
        reader.Read();
        map[key] = Read(ref reader, schema.ValueSchema!);
        reader.Read();
    }

    private Struct ReadStruct(ref Utf8JsonReader reader, Schema schema)
    {
        Require(ref reader, JsonTokenType.StartObject, "Structs should be encoded as JSON objects, but found ");
        var result = new Struct(schema);
        int count = schema.Fields.Length;
        Span<bool> seen = count <= 256 ? stackalloc bool[count] : new bool[count];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            Field? field = schema.FindField(reader.GetString()!);
            reader.Read();
            if (field is null)
            {
                reader.Skip();
                continue;
            }

            result.Put(field, Read(ref reader, field.Schema));
            seen[field.Index] = true;
        }

        foreach (Field field in schema.Fields)
        {
            if (!seen[field.Index])
            {
                result.Put(field, ReadNull(field.Schema));
            }
        }

        return result;
    }

    private static void Require(ref Utf8JsonReader reader, JsonTokenType token, string message)
    {
        if (reader.TokenType != token)
        {
            throw new DataException(message + NodeName(reader.TokenType));
        }
    }

    private static string NodeName(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "OBJECT",
        JsonTokenType.StartArray => "ARRAY",
        JsonTokenType.Number => "NUMBER",
        JsonTokenType.True or JsonTokenType.False => "BOOLEAN",
        JsonTokenType.Null => "NULL",
        _ => "STRING",
    };
}
