namespace EdgeLog.Devices;

/// <summary>A kind of hwmon attribute: the kernel's unit and ours (Documentation/hwmon/sysfs-interface).</summary>
/// <param name="Prefix">What the attribute's name begins with.</param>
/// <param name="Unit">The unit of the reading.</param>
/// <param name="Divisor">How many of the kernel's units make one of ours.</param>
internal sealed record HwmonKind(string Prefix, string Unit, double Divisor)
{
    public static IReadOnlyList<HwmonKind> All { get; } =
    [
        new("temp", "°C", 1000),
        new("in", "V", 1000),
        new("fan", "rpm", 1),
        new("curr", "A", 1000),
        new("power", "W", 1_000_000),
        new("humidity", "%", 1000),
        new("energy", "J", 1_000_000),
    ];

    /// <summary>The kind of an attribute called <c>temp1_input</c> and the like; null for another.</summary>
    public static HwmonKind? Of(string attribute)
    {
        if (!attribute.EndsWith("_input", StringComparison.Ordinal))
        {
            return null;
        }

        ReadOnlySpan<char> channel = attribute.AsSpan(0, attribute.Length - "_input".Length);
        int digits = channel.Length - channel.TrimEnd("0123456789").Length;
        string prefix = channel[..^digits].ToString();
        return digits == 0 ? null : All.FirstOrDefault(kind => kind.Prefix == prefix);
    }
}
