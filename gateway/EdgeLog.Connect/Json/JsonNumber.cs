using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeLog.Connect;

/// <summary>The number a reader stands on, with the conversions that Jackson's number nodes have.</summary>
internal static class JsonNumber
{
    /// <summary>Whether it is written as a whole number: <c>1</c>, not <c>1.0</c> nor <c>1e0</c>.</summary>
    public static bool IsIntegral(this ref Utf8JsonReader reader) => reader.ValueSpan.IndexOfAny(".eE"u8) < 0;

    /// <summary>The low 64 bits of the whole part; 0 for what is no number.</summary>
    public static long ToInt64(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return 0;
        }

        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (Utf8Parser.TryParse(text, out long value, out int consumed) && consumed == text.Length)
        {
            return value;
        }

        return reader.ToDecimal().ToInt64Truncated();
    }

    /// <summary>The nearest double, without the sign of a zero; 0 for what is no number.</summary>
    public static double ToDouble(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number
            ? double.Parse(reader.ValueSpan, CultureInfo.InvariantCulture) + 0.0
            : 0;

    /// <summary>The nearest float, without the sign of a zero; 0 for what is no number.</summary>
    public static float ToSingle(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number
            ? float.Parse(reader.ValueSpan, CultureInfo.InvariantCulture) + 0.0f
            : 0;

    /// <summary>The exact value.</summary>
    public static ConnectDecimal ToDecimal(this ref Utf8JsonReader reader) =>
        ConnectDecimal.TryParse(Encoding.ASCII.GetString(reader.ValueSpan), out ConnectDecimal value)
            ? value
            : throw new JsonException("a number has more than 1000 digits or an exponent out of range");
}
