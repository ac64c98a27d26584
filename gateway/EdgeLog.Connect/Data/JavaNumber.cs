using System.Globalization;

namespace EdgeLog.Connect;

/// <summary>
/// Floating-point numbers as Java prints them: always with a decimal point, so that a reader without schema still sees
/// a
/// floating-point number, and scientific outside 10^-3 to 10^7.
/// </summary>
internal static class JavaNumber
{
    public static string Format(double value) => Format(
        value.ToString("E16", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture), value);

    public static string Format(float value) => Format(
        value.ToString("E8", CultureInfo.InvariantCulture), value.ToString("R", CultureInfo.InvariantCulture), value);

    private static string Format(string scientific, string shortest, double value)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        (string digits, int exponent) = Decompose(shortest);
        string sign = scientific[0] == '-' ? "-" : "";
        if (exponent is >= -3 and < 7)
        {
            return sign + Plain(digits, exponent);
        }

        string fraction = digits.Length > 1 ? digits[1..] : "0";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{fraction}E{exponent}");
    }

    /// <summary>The significant digits without leading or trailing zeros, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Decompose(string shortest)
    {
        ReadOnlySpan<char> text = shortest.AsSpan().TrimStart('-');
        int e = text.IndexOf('E');
        int exponent = e < 0
            ? 0
            : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> mantissa = e < 0 ? text : text[..e];
        int point = mantissa.IndexOf('.');
        int whole = point < 0 ? mantissa.Length : point;
        string digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        int leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), exponent + whole - 1 - leading);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        string padded = digits.PadRight(exponent + 2, '0');
        return $"{padded.AsSpan(0, exponent + 1)}.{padded.AsSpan(exponent + 1)}";
    }
}
