using System.Globalization;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Configuration.Values;

/// <summary>An amount of the disk for people: <c>70%</c>, or a size as <see cref="SizeText"/> has it.</summary>
internal static class ShareText
{
    /// <summary>What to write, for error messages.</summary>
    public const string Expected = "Write a share of what is ours plus what is free, 70%, or a size, 9GiB.";

    /// <summary>Reads a share or a size.</summary>
    public static bool TryParse(string text, out SpaceShare share)
    {
        share = default;
        if (text.EndsWith('%'))
        {
            var isNumber = double.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var percent);
            share = SpaceShare.OfPercent(percent);
            return isNumber && percent <= 100;
        }

        var isSize = SizeText.TryParse(text, out var bytes);
        share = SpaceShare.OfBytes(bytes);
        return isSize;
    }

    /// <summary>A share as a file would have it.</summary>
    public static string Format(SpaceShare share) => share.Bytes is { } bytes
        ? SizeText.Format(bytes)
        : share.Percent.ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
