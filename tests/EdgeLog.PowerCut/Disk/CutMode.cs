namespace EdgeLog.PowerCut;

/// <summary>What a card makes of the pages that it had accepted and not flushed when the power went.</summary>
internal enum CutMode
{
    /// <summary>All of them are lost.</summary>
    Drop,

    /// <summary>All of them were written.</summary>
    Keep,

    /// <summary>It wrote in order, up to some page, which may lie in the middle of a request.</summary>
    Prefix,

    /// <summary>It wrote in the opposite order: the newest are there, the oldest are not.</summary>
    Suffix,

    /// <summary>Each page for itself: lost, written, or left in any state it had since the last flush.</summary>
    Scatter,
}
