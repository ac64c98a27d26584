using System.Globalization;

namespace EdgeLog.Connect;

/// <summary>
/// The value of the logical types Date, Time and Timestamp: milliseconds since 1970 UTC, as in Java's <c>Date</c>,
/// which
/// reaches further than <see cref="DateTime"/>.
/// </summary>
/// <param name="UnixMs">Milliseconds since 1970 UTC.</param>
public readonly record struct ConnectDate(long UnixMs)
{
    private const long MinMs = -62_135_596_800_000;
    private const long MaxMs = 253_402_300_799_999;

    /// <summary>As Java prints it in UTC, for example <c>Thu Jan 01 00:00:00 UTC 1970</c>.</summary>
    public override string ToString() =>
        UnixMs is < MinMs or > MaxMs
            ? UnixMs.ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeMilliseconds(UnixMs)
                .ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
}
