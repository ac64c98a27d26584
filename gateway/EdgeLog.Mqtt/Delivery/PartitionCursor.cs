using EdgeLog.Records;

namespace EdgeLog.Mqtt;

/// <summary>Where a session that fell behind reads on in one partition. Guarded by its session's lock.</summary>
internal sealed class PartitionCursor
{
    /// <summary>
    /// While behind: the next record to look at. Else: everything before it has been delivered, whatever the dispatcher
    /// brings.
    /// </summary>
    public Offset Next { get; set; }

    public bool IsBehind { get; set; }
}
