namespace EdgeLog.Kafka.Protocol;

/// <summary>What a coordinator is for.</summary>
public enum CoordinatorType : sbyte
{
    /// <summary>A consumer group.</summary>
    Group = 0,

    /// <summary>A transactional id.</summary>
    Transaction = 1,

    /// <summary>A share group's partition (v6).</summary>
    Share = 2,
}
