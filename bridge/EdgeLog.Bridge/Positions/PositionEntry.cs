namespace EdgeLog.Bridge;

/// <summary>A position as it was found, with the gateway that wrote it; no position where it was withdrawn.</summary>
internal sealed record PositionEntry(PositionKey Key, Position? Position, Guid Gateway);
