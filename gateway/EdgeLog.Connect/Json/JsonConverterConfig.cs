namespace EdgeLog.Connect;

/// <summary>The settings of <see cref="JsonConverter"/>, under Kafka's names.</summary>
internal sealed record JsonConverterConfig
{
    /// <summary><c>schemas.enable</c>: every message is an envelope of schema and payload.</summary>
    public bool SchemasEnabled { get; init; } = true;

    /// <summary><c>decimal.format=NUMERIC</c>: decimals are written as numbers, not as Base64.</summary>
    public bool NumericDecimals { get; init; }

    /// <summary><c>replace.null.with.default</c>.</summary>
    public bool ReplaceNullWithDefault { get; init; } = true;

    /// <summary><c>schemas.cache.size</c>.</summary>
    public int SchemasCacheSize { get; init; } = 1000;

    public static JsonConverterConfig Read(PropertyReader properties)
    {
        string format = properties.Find("decimal.format") ?? "BASE64";
        bool isNumeric = format.Equals("NUMERIC", StringComparison.OrdinalIgnoreCase);
        if (!isNumeric && !format.Equals("BASE64", StringComparison.OrdinalIgnoreCase))
        {
            throw properties.Invalid(
                "decimal.format", format, "String must be one of (case insensitive): NUMERIC, BASE64");
        }

        return new JsonConverterConfig
        {
            SchemasEnabled = properties.Flag("schemas.enable", absent: true),
            NumericDecimals = isNumeric,
            ReplaceNullWithDefault = properties.Flag("replace.null.with.default", absent: true),
            SchemasCacheSize = properties.Number("schemas.cache.size", absent: 1000, least: 0),
        };
    }
}
