namespace EdgeLog.Connect;

/// <summary>Writes schemas and payloads as Kafka's converter does.</summary>
internal sealed class JsonValueWriter(JsonConverterConfig config)
{
    /// <summary>Writes a schema; <c>null</c> for none.</summary>
    public void WriteSchema(JsonOutput output, Schema? schema)
    {
        if (schema is null)
        {
            output.Null();
            return;
        }

        output.BeginObject();
        WriteSchemaParts(output, schema);
        output.EndObject();
    }

    /// <summary>Writes a value. Throws <see cref="DataException"/> where it does not fit its schema.</summary>
    public void Write(JsonOutput output, Schema? schema, object? value)
    {
        if (value is null)
        {
            WriteNull(output, schema);
        }
        else if (schema?.Name is not null && LogicalTypes.IsLogical(schema.Name))
        {
            WriteLogical(output, schema, value);
        }
        else
        {
            WritePlain(output, schema, value);
        }
    }

    private static string TypeName(SchemaType type) => type switch
    {
        SchemaType.Boolean => "boolean",
        SchemaType.Int8 => "int8",
        SchemaType.Int16 => "int16",
        SchemaType.Int32 => "int32",
        SchemaType.Int64 => "int64",
        SchemaType.Float32 => "float",
        SchemaType.Float64 => "double",
        SchemaType.String => "string",
        SchemaType.Bytes => "bytes",
        SchemaType.Array => "array",
        SchemaType.Map => "map",
        _ => "struct",
    };

    private void WriteSchemaParts(JsonOutput output, Schema schema)
    {
        output.Name("type");
        output.Text(TypeName(schema.Type));
        switch (schema.Type)
        {
            case SchemaType.Array:
                output.Name("items");
                WriteSchema(output, schema.ValueSchema);
                break;
            case SchemaType.Map:
                output.Name("keys");
                WriteSchema(output, schema.KeySchema);
                output.Name("values");
                WriteSchema(output, schema.ValueSchema);
                break;
            case SchemaType.Struct:
                WriteFields(output, schema);
                break;
        }

        output.Name("optional");
        output.Boolean(schema.IsOptional);
        WriteMetadata(output, schema);
        if (schema.Default is not null)
        {
            output.Name("default");
            Write(output, schema, schema.Default);
        }
    }

    private void WriteFields(JsonOutput output, Schema schema)
    {
        output.Name("fields");
        output.BeginArray();
        foreach (Field field in schema.Fields)
        {
            output.BeginObject();
            WriteSchemaParts(output, field.Schema);
            output.Name("field");
            output.Text(field.Name);
            output.EndObject();
        }

        output.EndArray();
    }

    private static void WriteMetadata(JsonOutput output, Schema schema)
    {
        if (schema.Name is not null)
        {
            output.Name("name");
            output.Text(schema.Name);
        }

        if (schema.Version is { } version)
        {
            output.Name("version");
            output.Number(version);
        }

        if (schema.Doc is not null)
        {
            output.Name("doc");
            output.Text(schema.Doc);
        }

        if (schema.Parameters is not null)
        {
            output.Name("parameters");
            output.BeginObject();
            foreach ((string name, string value) in schema.Parameters)
            {
                output.Name(name);
                output.Text(value);
            }

            output.EndObject();
        }
    }

    private void WriteNull(JsonOutput output, Schema? schema)
    {
        if (schema?.Default is { } absent && config.ReplaceNullWithDefault)
        {
            Write(output, schema, absent);
        }
        else if (schema is null || schema.IsOptional)
        {
            output.Null();
        }
        else
        {
            throw new DataException("Conversion error: null value for field that is required and has no default value");
        }
    }

    private void WriteLogical(JsonOutput output, Schema schema, object value)
    {
        switch (value)
        {
            case ConnectDecimal number when schema.Name == LogicalTypes.Decimal && config.NumericDecimals:
                output.Number(number);
                break;
            case ConnectDecimal number when schema.Name == LogicalTypes.Decimal:
                output.Bytes(LogicalTypes.BytesOf(schema, number));
                break;
            case ConnectDate date when schema.Name == LogicalTypes.Date:
                output.Number(date.UnixMs / LogicalTypes.MsPerDay);
                break;
            case ConnectDate date when schema.Name != LogicalTypes.Decimal:
                output.Number(date.UnixMs);
                break;
            default:
                string expected = schema.Name == LogicalTypes.Decimal ? "BigDecimal" : "Date";
                throw new DataException(
                    $"Invalid type for {LogicalTypes.ShortName(schema.Name!)}, expected {expected} "
                    + $"but was class {JavaNames.ClassOf(value)}");
        }
    }

    private void WritePlain(JsonOutput output, Schema? schema, object value)
    {
        switch (value)
        {
            case sbyte number when Fits(schema, SchemaType.Int8):
                output.Number(number);
                break;
            case short number when Fits(schema, SchemaType.Int16):
                output.Number(number);
                break;
            case int number when Fits(schema, SchemaType.Int32):
                output.Number(number);
                break;
            case long number when Fits(schema, SchemaType.Int64):
                output.Number(number);
                break;
            case float number when Fits(schema, SchemaType.Float32):
                output.Number(number);
                break;
            case double number when Fits(schema, SchemaType.Float64):
                output.Number(number);
                break;
            case bool flag when Fits(schema, SchemaType.Boolean):
                output.Boolean(flag);
                break;
            case string text when Fits(schema, SchemaType.String):
                output.Text(text);
                break;
            case byte[] bytes when Fits(schema, SchemaType.Bytes):
                output.Bytes(bytes);
                break;
            case List<object?> list when Fits(schema, SchemaType.Array):
                WriteArray(output, schema, list);
                break;
            case ConnectMap map when Fits(schema, SchemaType.Map):
                WriteMap(output, schema, map);
                break;
            case Struct record when Fits(schema, SchemaType.Struct):
                WriteStruct(output, schema, record);
                break;
            case ConnectDate or ConnectDecimal when schema is null:
                throw new DataException(
                    $"Java class class {JavaNames.ClassOf(value)} does not have corresponding schema type.");
            default:
                throw new DataException(
                    $"Invalid type for {schema!.Type.JavaName()}: class {JavaNames.ClassOf(value)}");
        }
    }

    private static bool Fits(Schema? schema, SchemaType type) => schema is null || schema.Type == type;

    private void WriteArray(JsonOutput output, Schema? schema, List<object?> list)
    {
        output.BeginArray();
        foreach (object? element in list)
        {
            Write(output, schema?.ValueSchema, element);
        }

        output.EndArray();
    }

    private void WriteMap(JsonOutput output, Schema? schema, ConnectMap map)
    {
        bool isObject = schema is null
            ? map.Keys.All(key => key is string)
            : schema.KeySchema!.Type == SchemaType.String;
        if (isObject)
        {
            output.BeginObject();
            foreach ((object key, object? element) in map)
            {
                output.Name((string)key);
                Write(output, schema?.ValueSchema, element);
            }

            output.EndObject();
            return;
        }

        output.BeginArray();
        foreach ((object key, object? element) in map)
        {
            output.BeginArray();
            Write(output, schema?.KeySchema, key);
            Write(output, schema?.ValueSchema, element);
            output.EndArray();
        }

        output.EndArray();
    }

    private void WriteStruct(JsonOutput output, Schema? schema, Struct record)
    {
        if (schema is not null && !record.Schema.Equals(schema))
        {
            throw new DataException("Mismatching schema.");
        }

        output.BeginObject();
        foreach (Field field in record.Schema.Fields)
        {
            output.Name(field.Name);
            Write(output, field.Schema, record.GetWithoutDefault(field));
        }

        output.EndObject();
    }
}
