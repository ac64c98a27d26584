using System.Globalization;

namespace EdgeLog.Storage;

/// <summary>
/// What is known of one topic setting: its type, default, bounds and meaning. Turns what somebody wrote into Kafka's
/// plain
/// form, or says what is wrong with it in the words of Kafka's broker.
/// </summary>
internal sealed record SettingDefinition(string Name, SettingType Type, string Default, string Documentation)
{
    public SettingUnit Unit { get; init; }

    /// <summary>The smallest number accepted.</summary>
    public long Minimum { get; init; } = long.MinValue;

    /// <summary>The largest number accepted.</summary>
    public long Maximum { get; init; } = long.MaxValue;

    /// <summary>The words accepted; empty where any is.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>The value in plain form, or null and what is wrong.</summary>
    public string? Normalize(string value, out string? problem)
    {
        string trimmed = value.Trim();
        problem = null;
        return Type switch
        {
            SettingType.Boolean => NormalizeBoolean(value, trimmed, out problem),
            SettingType.Int => NormalizeNumber(value, trimmed, int.MinValue, int.MaxValue, out problem),
            SettingType.Long => NormalizeNumber(value, trimmed, long.MinValue, long.MaxValue, out problem),
            SettingType.Double => NormalizeFraction(value, trimmed, out problem),
            SettingType.List => NormalizeList(trimmed, out problem),
            SettingType.String or _ => NormalizeWord(value, trimmed, out problem),
        };
    }

    private string Invalid(string value, string why) => $"Invalid value {value} for configuration {Name}: {why}";

    private string? NormalizeBoolean(string value, string trimmed, out string? problem)
    {
        bool isBoolean = trimmed.Equals("true", StringComparison.OrdinalIgnoreCase)
            || trimmed.Equals("false", StringComparison.OrdinalIgnoreCase);
        problem = isBoolean ? null : Invalid(value, "Expected value to be either true or false");
        return isBoolean ? trimmed.ToLowerInvariant() : null;
    }

    private string? NormalizeNumber(string value, string trimmed, long smallest, long largest, out string? problem)
    {
        if (!long.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && !HumanNumber.TryParse(trimmed, Unit, out number))
        {
            problem = Invalid(value, $"Not a number of type {Type.ToString().ToUpperInvariant()}");
            return null;
        }

        if (number < Math.Max(smallest, Minimum))
        {
            problem = Invalid(value, $"Value must be at least {Math.Max(smallest, Minimum)}");
            return null;
        }

        if (number > Math.Min(largest, Maximum))
        {
            problem = Invalid(value, $"Value must be no more than {Math.Min(largest, Maximum)}");
            return null;
        }

        problem = null;
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private string? NormalizeFraction(string value, string trimmed, out string? problem)
    {
        if (!double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            problem = Invalid(value, "Not a number of type DOUBLE");
            return null;
        }

        if (number is < 0 or > 1)
        {
            problem = Invalid(value, $"Value must be {(number < 0 ? "at least 0" : "no more than 1")}");
            return null;
        }

        problem = null;
        return number.ToString("0.0###############", CultureInfo.InvariantCulture);
    }

    private string? NormalizeList(string trimmed, out string? problem)
    {
        string[] items = trimmed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? wrong = Array.Find(items, item => Words.Length > 0 && !Words.Contains(item));
        problem = wrong is null ? null : Invalid(wrong, $"String must be one of: {string.Join(", ", Words)}");
        return wrong is null ? string.Join(',', items) : null;
    }

    private string? NormalizeWord(string value, string trimmed, out string? problem)
    {
        bool isKnown = Words.Length == 0 || Words.Contains(trimmed);
        problem = isKnown ? null : Invalid(value, $"String must be one of: {string.Join(", ", Words)}");
        return isKnown ? trimmed : null;
    }
}
