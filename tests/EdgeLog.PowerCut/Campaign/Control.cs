namespace EdgeLog.PowerCut;

/// <summary>What is broken on purpose, so that the campaign proves that it would see a loss.</summary>
internal enum Control
{
    /// <summary>Nothing: no acknowledged record may be lost.</summary>
    None,

    /// <summary>Topics with <c>flush.messages</c> off.</summary>
    Weak,

    /// <summary>All system calls that flush do nothing.</summary>
    Nosync,
}
