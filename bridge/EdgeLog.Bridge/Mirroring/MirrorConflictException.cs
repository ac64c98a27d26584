namespace EdgeLog.Bridge;

/// <summary>
/// The target holds another gateway's positions under our name: nothing is sent until an operator has decided.
/// </summary>
internal sealed class MirrorConflictException(string message) : Exception(message);
