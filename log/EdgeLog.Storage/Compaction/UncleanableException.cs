namespace EdgeLog.Storage;

/// <summary>
/// A partition cannot be compacted now; nothing of it was changed. The message says why, for the operator.
/// </summary>
internal sealed class UncleanableException(string message) : Exception(message);
