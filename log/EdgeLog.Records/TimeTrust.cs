namespace EdgeLog.Records;

/// <summary>Whether the clock that gave a time could be trusted then.</summary>
public enum TimeTrust
{
    /// <summary>The time is what it says.</summary>
    Trusted,

    /// <summary>
    /// The time only counts on from the last one known; how far it is off may become known later.
    /// </summary>
    Untrusted,
}
