namespace EdgeLog.Storage.Tests;

/// <summary>What happens at the chosen operation.</summary>
internal enum FaultKind
{
    /// <summary>It fails once; the disk goes on working.</summary>
    Error,

    /// <summary>The power goes before it.</summary>
    PowerCut,

    /// <summary>The power goes in the middle of it.</summary>
    TornPowerCut,
}
