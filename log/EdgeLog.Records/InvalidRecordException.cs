namespace EdgeLog.Records;

/// <summary>A batch is not what the format says: truncated, wrong lengths, bad checksum, undecodable.</summary>
public sealed class InvalidRecordException : Exception
{
    /// <summary>Says what is wrong, where.</summary>
    public InvalidRecordException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, where, and what the codec said.</summary>
    public InvalidRecordException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
