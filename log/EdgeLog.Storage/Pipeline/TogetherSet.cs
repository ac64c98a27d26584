namespace EdgeLog.Storage;

/// <summary>Appends that stand or fall together: one journal entry, all accepted or none.</summary>
/// <param name="Requests">The requests, in order.</param>
internal sealed record TogetherSet(AppendRequest[] Requests);
