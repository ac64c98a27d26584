using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>How large a record of an append's <see cref="AppendRequest.Run"/> may be.</summary>
public enum AppendSizeLimit
{
    /// <summary>As large as the topic's <c>max.message.bytes</c> lets it be.</summary>
    OfTopic = 0,

    /// <summary>
    /// As large as the log can read again, <see cref="RecordLimits.MaxUncompressedBytes"/>, whatever the topic says:
    /// for what the gateway itself must not lose.
    /// </summary>
    OfLog,
}
