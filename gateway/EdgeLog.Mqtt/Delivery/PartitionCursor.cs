using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Where a session, or a share, reads on in one partition. Guarded by its owner's lock.</summary>
internal sealed class PartitionCursor
{
    /// <summary>
    /// While behind: the next record to look at. Else: everything before it has been handled, whatever the dispatcher
    /// brings.
    /// </summary>
    public Offset Next { get; set; }

    public bool IsBehind { get; set; }

    /// <summary>Whether there is more to say than what was stored last.</summary>
    public bool IsDirty { get; set; }

    /// <summary>What was stored last; null where nothing was.</summary>
    public Offset? SavedNext { get; set; }
}
