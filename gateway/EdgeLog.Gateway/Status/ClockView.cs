namespace EdgeLog.Gateway.Status;

/// <summary>The clock, as status shows it.</summary>
/// <param name="Trusted">Whether it is believed.</param>
/// <param name="Since">Since when, by the gateway's time.</param>
/// <param name="Reason">Why it is not; null where it is.</param>
/// <param name="UncorrectedBoots">
/// Boots of the machine whose records have times that are off by nobody knows how much.
/// </param>
internal sealed record ClockView(bool Trusted, DateTimeOffset Since, string? Reason, int UncorrectedBoots);
