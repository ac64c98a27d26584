namespace EdgeLog.Kafka.Protocol;

/// <summary>The times in a <see cref="ListOffsetsRequest"/> that stand for something else.</summary>
public static class ListOffsetsTimestamp
{
    /// <summary>The high watermark, or the last stable offset for a reader of committed records.</summary>
    public const long Latest = -1;

    /// <summary>The log start offset.</summary>
    public const long Earliest = -2;

    /// <summary>The record with the latest time (v7+, KIP-734).</summary>
    public const long MaxTimestamp = -3;

    /// <summary>The first offset on local disk (v8+, KIP-405).</summary>
    public const long EarliestLocal = -4;

    /// <summary>The last offset in tiered storage (v9+, KIP-1005).</summary>
    public const long LatestTiered = -5;

    /// <summary>The first offset not yet in tiered storage (v11+, KIP-1023).</summary>
    public const long EarliestPendingUpload = -6;
}
