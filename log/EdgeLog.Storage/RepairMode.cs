namespace EdgeLog.Storage;

/// <summary>What a repair does.</summary>
public enum RepairMode
{
    /// <summary>Says what it would do, and changes nothing.</summary>
    Report,

    /// <summary>Does it.</summary>
    Apply,
}
