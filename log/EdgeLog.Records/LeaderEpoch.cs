namespace EdgeLog.Records;

/// <summary>
/// Counts the lives of a partition's log: raised at each recovery after an unclean stop, so that a reader can tell a
/// rewritten tail from the one it saw.
/// </summary>
/// <param name="Value">The number itself; -1 is unknown.</param>
public readonly record struct LeaderEpoch(int Value) : IComparable<LeaderEpoch>
{
    /// <summary>No epoch is known.</summary>
    public static LeaderEpoch None => new(-1);

    /// <summary>Whether <paramref name="left"/> is older than <paramref name="right"/>.</summary>
    public static bool operator <(LeaderEpoch left, LeaderEpoch right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> is younger than <paramref name="right"/>.</summary>
    public static bool operator >(LeaderEpoch left, LeaderEpoch right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is not younger than <paramref name="right"/>.</summary>
    public static bool operator <=(LeaderEpoch left, LeaderEpoch right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is not older than <paramref name="right"/>.</summary>
    public static bool operator >=(LeaderEpoch left, LeaderEpoch right) => left.Value >= right.Value;

    /// <inheritdoc />
    public int CompareTo(LeaderEpoch other) => Value.CompareTo(other.Value);
}
