namespace EdgeLog.Storage;

/// <summary>Where a search for a batch ended.</summary>
internal readonly record struct BatchPlace(PlaceOutcome Outcome, long Position, int SizeBytes);
