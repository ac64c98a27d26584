using System.Globalization;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>Sizes for people: <c>512KiB</c>, <c>16MiB</c>, <c>2GiB</c>, or plain bytes.</summary>
internal static class SizeText
{
    /// <summary>What to write, for error messages.</summary>
    public const string Expected = "Write a size: 512KiB, 16MiB, 2GiB, or plain bytes.";

    private static readonly (string Unit, long Bytes)[] Units =
        [("", 1), ("B", 1), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    /// <summary>Reads a size in bytes.</summary>
    public static bool TryParse(string text, out long sizeBytes)
    {
        sizeBytes = 0;
        var digits = text.AsSpan().TrimEnd("KMGTiB");
        var unit = text.AsSpan(digits.Length);
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        foreach (var (name, bytes) in Units)
        {
            if (unit.SequenceEqual(name) && number <= (decimal)long.MaxValue / bytes && (bytes > 1 || number % 1 == 0))
            {
                sizeBytes = (long)(number * bytes);
                return true;
            }
        }

        return false;
    }

    /// <summary>The same with a space before the unit: <c>3.9 GiB</c>.</summary>
    public static string FormatApart(long sizeBytes)
    {
        var text = Format(sizeBytes);
        var number = text.TrimEnd("KMGTiB".ToCharArray());
        return $"{number} {text[number.Length..]}";
    }

    /// <summary>How much of how much: <c>4.1/9.8 GiB</c>, or <c>20 MiB/9.8 GiB</c>.</summary>
    public static string FormatOf(long partBytes, long wholeBytes)
    {
        var (part, whole) = (FormatApart(partBytes), FormatApart(wholeBytes));
        var unit = whole[whole.IndexOf(' ', StringComparison.Ordinal)..];
        return $"{(part.EndsWith(unit, StringComparison.Ordinal) ? part[..^unit.Length] : part)}/{whole}";
    }

    /// <summary>A size for a status line: <c>1.9GiB</c>, <c>512KiB</c>, <c>37B</c>.</summary>
    public static string Format(long sizeBytes)
    {
        for (var i = Units.Length - 1; i > 1; i--)
        {
            if (sizeBytes >= Units[i].Bytes)
            {
                var value = (double)sizeBytes / Units[i].Bytes;
                var digits = value < 10 && sizeBytes % Units[i].Bytes != 0 ? "0.0" : "0";
                return value.ToString(digits, CultureInfo.InvariantCulture) + Units[i].Unit;
            }
        }

        return sizeBytes.ToString(CultureInfo.InvariantCulture) + "B";
    }
}
