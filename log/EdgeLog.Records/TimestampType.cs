namespace EdgeLog.Records;

/// <summary>Who stamped a batch's records: bit 3 of the batch's attributes.</summary>
public enum TimestampType
{
    /// <summary>The producer.</summary>
    CreateTime = 0,

    /// <summary>The log, at the time of appending.</summary>
    LogAppendTime = 1,
}
