using System.Globalization;
using System.Numerics;

namespace EdgeLog.Connect;

/// <summary>The value of the logical type Decimal: <c>Unscaled × 10^-Scale</c>, as Java's <c>BigDecimal</c>.</summary>
/// <param name="Unscaled">The digits as an integer.</param>
/// <param name="Scale">How many of them are behind the decimal point; may be negative.</param>
public readonly record struct ConnectDecimal(BigInteger Unscaled, int Scale)
{
    /// <summary>Digits that a number in JSON may have; Jackson's own bound.</summary>
    private const int MaxDigits = 1000;

    /// <summary>
    /// Reads a JSON number exactly. False where it has too many digits or its exponent is out of range.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ConnectDecimal value)
    {
        value = default;
        int exponent = 0;
        int e = text.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            ReadOnlySpan<char> power = text[(e + 1)..];
            if (!int.TryParse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            text = text[..e];
        }

        int point = text.IndexOf('.');
        int fraction = point < 0 ? 0 : text.Length - point - 1;
        string digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        long scale = (long)fraction - exponent;
        if (digits.Length > MaxDigits || scale is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        bool parsed = BigInteger.TryParse(
            digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger unscaled);
        value = new ConnectDecimal(unscaled, (int)scale);
        return parsed;
    }

    /// <summary>The low 64 bits of the whole part, as Java's <c>longValue</c> gives.</summary>
    public long ToInt64Truncated()
    {
        // From 10^64 on, every low bit is zero; below 10^-1000, the whole part is.
        if (Unscaled.IsZero || Scale is <= -64 or > MaxDigits)
        {
            return 0;
        }

        BigInteger whole = Scale >= 0
            ? BigInteger.Divide(Unscaled, BigInteger.Pow(10, Scale))
            : Unscaled * BigInteger.Pow(10, -Scale);
        return unchecked((long)(ulong)(whole & ulong.MaxValue));
    }

    /// <summary>As Java's <c>BigDecimal.toString</c>: plain where the exponent is small, else scientific.</summary>
    public override string ToString()
    {
        string digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        string sign = Unscaled.Sign < 0 ? "-" : "";
        long adjusted = -(long)Scale + (digits.Length - 1);
        if (Scale == 0)
        {
            return sign + digits;
        }

        if (Scale > 0 && adjusted >= -6)
        {
            string padded = digits.PadLeft(Scale + 1, '0');
            return $"{sign}{padded.AsSpan(0, padded.Length - Scale)}.{padded.AsSpan(padded.Length - Scale)}";
        }

        string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
        string exponent = adjusted == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"E{adjusted:+0;-0}");
        return sign + mantissa + exponent;
    }
}
