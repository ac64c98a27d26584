using System.Globalization;
using System.Numerics;

namespace EdgeLog.Connect;

/// <summary>The logical types: schemas that are told from plain ones by their name.</summary>
public static class LogicalTypes
{
    /// <summary>
    /// The name of Decimal: bytes, two's complement, most significant first, with a parameter <c>scale</c>.
    /// </summary>
    public const string Decimal = "org.apache.kafka.connect.data.Decimal";

    /// <summary>The name of Date: int32, days since 1970.</summary>
    public const string Date = "org.apache.kafka.connect.data.Date";

    /// <summary>The name of Time: int32, milliseconds since midnight.</summary>
    public const string Time = "org.apache.kafka.connect.data.Time";

    /// <summary>The name of Timestamp: int64, milliseconds since 1970 UTC.</summary>
    public const string Timestamp = "org.apache.kafka.connect.data.Timestamp";

    internal const long MsPerDay = 86_400_000;

    /// <summary>A required Timestamp.</summary>
    public static Schema TimestampSchema { get; } = TimestampBuilder().Build();

    /// <summary>An optional Timestamp.</summary>
    public static Schema OptionalTimestampSchema { get; } = TimestampBuilder().Optional().Build();

    /// <summary>Starts a Timestamp schema.</summary>
    public static SchemaBuilder TimestampBuilder() =>
        new SchemaBuilder(SchemaType.Int64).WithName(Timestamp).WithVersion(1);

    internal static bool IsLogical(string name) => name is Decimal or Date or Time or Timestamp;

    internal static string ShortName(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>The scale a Decimal's schema names.</summary>
    internal static int ScaleOf(Schema schema)
    {
        if (schema.Parameters is null || !schema.Parameters.TryGetValue("scale", out string? text))
        {
            throw new DataException("Invalid Decimal schema: scale parameter not found.");
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int scale)
            ? scale
            : throw new DataException("Invalid scale parameter found in Decimal schema: ");
    }

    /// <summary>A Decimal from its bytes.</summary>
    internal static ConnectDecimal DecimalFrom(Schema schema, ReadOnlySpan<byte> bytes) => bytes.IsEmpty
        ? throw new DataException("Zero length BigInteger")
        : new ConnectDecimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), ScaleOf(schema));

    /// <summary>A Decimal's bytes.</summary>
    internal static byte[] BytesOf(Schema schema, ConnectDecimal value)
    {
        int scale = ScaleOf(schema);
        return value.Scale == scale
            ? value.Unscaled.ToByteArray(isUnsigned: false, isBigEndian: true)
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"Decimal value has mismatching scale for given Decimal schema. "
                + $"Schema has scale {scale}, value has scale {value.Scale}."));
    }
}
