using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>
/// A stretch of a source partition that went, or is to go, to the target as one batch. Its bytes are not kept: a repeat
/// reads them again from the log, so that an outage costs no memory.
/// </summary>
internal sealed class MirrorBatch
{
    /// <summary>Where the stretch begins.</summary>
    public required Offset From { get; init; }

    /// <summary>The offset behind the stretch.</summary>
    public required Offset Next { get; init; }

    /// <summary>The epoch of its last batch; none where all of it is damaged.</summary>
    public required LeaderEpoch LeaderEpoch { get; init; }

    /// <summary>How many records it has; 0 where there was nothing to mirror in it.</summary>
    public required int RecordCount { get; init; }

    /// <summary>How many bytes of the log must be read to make it again.</summary>
    public required int SourceBytes { get; init; }

    /// <summary>Its size on the wire.</summary>
    public required int SizeBytes { get; init; }

    /// <summary>The time of its first record, in milliseconds since 1970 UTC.</summary>
    public required long TimestampMs { get; init; }

    /// <summary>The sequence number of its first record; repeats keep it, which is how the target knows them.</summary>
    public int BaseSequence { get; set; }

    public BatchOutcome Outcome { get; set; }

    /// <summary>What the target said, where it refused.</summary>
    public ErrorCode Error { get; set; }

    /// <summary>What it said about it in words, if anything.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Whether it was sent once without an answer: the target may have it.</summary>
    public bool MayBeWritten { get; set; }
}
