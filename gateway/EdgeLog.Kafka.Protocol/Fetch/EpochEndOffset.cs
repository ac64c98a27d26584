namespace EdgeLog.Kafka.Protocol;

/// <summary>
/// An epoch and an offset: where a follower's log parts from the leader's, or which snapshot it shall take.
/// </summary>
/// <param name="Epoch">The leader epoch; -1 for none.</param>
/// <param name="EndOffset">The offset behind its last record; -1 for none.</param>
public readonly record struct EpochEndOffset(int Epoch, long EndOffset)
{
    /// <summary>Not told.</summary>
    public static EpochEndOffset None => new(-1, -1);
}
