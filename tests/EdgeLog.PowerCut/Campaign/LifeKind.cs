namespace EdgeLog.PowerCut;

/// <summary>When the power goes.</summary>
internal enum LifeKind
{
    /// <summary>Within a few seconds of load.</summary>
    Short,

    /// <summary>Around the time of the first retention.</summary>
    Long,

    /// <summary>While the gateway starts: recovery itself is cut. Nothing is loaded.</summary>
    Recovery,
}
