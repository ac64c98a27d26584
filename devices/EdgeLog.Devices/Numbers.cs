using System.Globalization;
using EdgeLog.Connect;

namespace EdgeLog.Devices;

/// <summary>Settings that are numbers.</summary>
internal static class Numbers
{
    /// <summary>The number of at least <paramref name="least"/>, or null where there is none.</summary>
    public static double? Find(PropertyReader settings, string key, double least)
    {
        if (settings.Find(key) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            && value >= least
                ? value
                : throw settings.Invalid(
                    key, text, least == double.MinValue ? "not a number" : $"write a number from {least} on");
    }
}
