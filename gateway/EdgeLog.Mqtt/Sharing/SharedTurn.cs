using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>One member's turn at one partition of a share.</summary>
/// <param name="Member">Whose turn it is.</param>
/// <param name="Partition">The partition, which it has to itself for the turn.</param>
/// <param name="Cursor">The share's place there. Guarded by the share's lock.</param>
/// <param name="RecordsMax">How many records it may take.</param>
internal sealed record SharedTurn(SharedMember Member, Partition Partition, PartitionCursor Cursor, int RecordsMax)
{
    /// <summary>One record that came back from a member, instead of those at the cursor.</summary>
    public Offset? Returned { get; init; }
}
