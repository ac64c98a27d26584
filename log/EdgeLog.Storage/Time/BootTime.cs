using System.Globalization;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// One boot of the machine, as far as the log ran in it: what the times say that were given while the clock was not
/// trusted. They are <see cref="AnchorMs"/> and the milliseconds since the boot, so one shift corrects them all.
/// </summary>
internal sealed record BootTime
{
    /// <summary>The boot.</summary>
    public required Guid BootId { get; init; }

    /// <summary>The leader epoch of the first batch that may be of it; the next boot's is higher.</summary>
    public required LeaderEpoch FirstEpoch { get; init; }

    /// <summary>The time given at the boot itself, milliseconds since 1970 UTC.</summary>
    public required long AnchorMs { get; init; }

    /// <summary>How far those times are off; null while, or for ever where, that is not known.</summary>
    public long? ShiftMs { get; init; }

    /// <summary>Whether the clock was ever untrusted in it.</summary>
    public bool HasUntrusted { get; init; }

    public string Format() => string.Create(
        CultureInfo.InvariantCulture,
        $"{BootId} {FirstEpoch.Value} {AnchorMs} {(HasUntrusted ? "untrusted" : "trusted")} "
        + $"{ShiftMs?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}");

    /// <summary>Reads a line; null where it is none.</summary>
    public static BootTime? Parse(string line)
    {
        if (line.Split(' ') is not [{ } boot, { } epoch, { } anchor, { } trust, { } shift]
            || !Guid.TryParse(boot, out Guid bootId)
            || !int.TryParse(epoch, CultureInfo.InvariantCulture, out int firstEpoch)
            || !long.TryParse(anchor, CultureInfo.InvariantCulture, out long anchorMs))
        {
            return null;
        }

        return new BootTime
        {
            BootId = bootId,
            FirstEpoch = new LeaderEpoch(firstEpoch),
            AnchorMs = anchorMs,
            HasUntrusted = trust == "untrusted",
            ShiftMs = long.TryParse(shift, CultureInfo.InvariantCulture, out long shiftMs) ? shiftMs : null,
        };
    }
}
