namespace EdgeLog.Connect;

/// <summary>Checks values against schemas, in Kafka's words.</summary>
internal static class SchemaValidation
{
    /// <summary>Checks a struct's field.</summary>
    public static void ValidateField(Field field, object? value) =>
        Validate(field.Schema, value, $"field: \"{field.Name}\"");

    /// <summary>
    /// Throws <see cref="DataException"/> where <paramref name="value"/> does not follow <paramref name="schema"/>.
    /// </summary>
    public static void Validate(Schema schema, object? value, string? location)
    {
        string place = location ?? "value";
        if (value is null)
        {
            if (!schema.IsOptional)
            {
                throw new DataException(
                    $"Invalid value: null used for required {place}, schema type: {schema.Type.JavaName()}");
            }

            return;
        }

        if (!IsInstance(schema, value))
        {
            string name = schema.Name is null ? "" : $" \"{schema.Name}\"";
            string kind = value is byte[] ? "class [B" : "class " + JavaNames.ClassOf(value);
            throw new DataException(
                $"Invalid Java object for schema{name} with type {schema.Type.JavaName()}: {kind} for {place}");
        }

        ValidateParts(schema, value, place);
    }

    private static void ValidateParts(Schema schema, object value, string place)
    {
        switch (value)
        {
            case Struct nested when !nested.Schema.Equals(schema):
                throw new DataException("Struct schemas do not match.");
            case List<object?> list:
                foreach (object? element in list)
                {
                    Validate(schema.ValueSchema!, element, $"element of array {place}");
                }

                break;
            case ConnectMap map:
                foreach ((object key, object? element) in map)
                {
                    Validate(schema.KeySchema!, key, $"key of map {place}");
                    Validate(schema.ValueSchema!, element, $"element of map {place}");
                }

                break;
        }
    }

    private static bool IsInstance(Schema schema, object value) => schema.Name switch
    {
        LogicalTypes.Decimal => value is ConnectDecimal,
        LogicalTypes.Date or LogicalTypes.Time or LogicalTypes.Timestamp => value is ConnectDate,
        _ => schema.Type switch
        {
            SchemaType.Int8 => value is sbyte,
            SchemaType.Int16 => value is short,
            SchemaType.Int32 => value is int,
            SchemaType.Int64 => value is long,
            SchemaType.Float32 => value is float,
            SchemaType.Float64 => value is double,
            SchemaType.Boolean => value is bool,
            SchemaType.String => value is string,
            SchemaType.Bytes => value is byte[],
            SchemaType.Array => value is List<object?>,
            SchemaType.Map => value is ConnectMap,
            _ => value is Struct,
        },
    };
}
