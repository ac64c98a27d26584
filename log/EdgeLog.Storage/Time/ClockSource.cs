namespace EdgeLog.Storage;

/// <summary>What stands behind the wall clock.</summary>
internal enum ClockSource
{
    /// <summary>The kernel's clock is being held to a better one: NTP, PTP, a receiver.</summary>
    Synchronised,

    /// <summary>Nothing holds it, but it kept running while the machine was off, or its host's did.</summary>
    KeptRunning,

    /// <summary>Nothing holds it, and it starts anywhere.</summary>
    None,
}
