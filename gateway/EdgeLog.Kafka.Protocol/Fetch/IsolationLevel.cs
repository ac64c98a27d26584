namespace EdgeLog.Kafka.Protocol;

/// <summary>Which records a reader sees.</summary>
public enum IsolationLevel : sbyte
{
    /// <summary>All up to the high watermark.</summary>
    ReadUncommitted = 0,

    /// <summary>Those of no open transaction: up to the last stable offset.</summary>
    ReadCommitted = 1,
}
