namespace EdgeLog.Bridge;

/// <summary>How a mirror is doing, in one word.</summary>
public enum MirrorState
{
    /// <summary>Not connected yet since it was started.</summary>
    Connecting = 0,

    /// <summary>Connected, and every topic goes on.</summary>
    Ok,

    /// <summary>
    /// Connected, but some topic is refused by the target or unreadable here and waits; the others go on.
    /// </summary>
    Refused,

    /// <summary>The target cannot be reached; retried for as long as it takes.</summary>
    Down,

    /// <summary>Nothing is sent until an operator has decided: another gateway has the same name.</summary>
    Stopped,
}
