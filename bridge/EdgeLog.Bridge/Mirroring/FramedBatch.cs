using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>A batch ready for the target, in memory that the framer owns until its next turn.</summary>
internal readonly record struct FramedBatch
{
    /// <summary>Why the log gave nothing; everything else is empty then.</summary>
    public ReadError Error { get; init; }

    /// <summary>Where the next source batch is larger than is ever carried: its size; else 0.</summary>
    public int TooLargeBytes { get; init; }

    public Memory<byte> Bytes { get; init; }

    public int RecordCount { get; init; }

    /// <summary>The offset behind what the batch covers, skipped batches included.</summary>
    public Offset Next { get; init; }

    public LeaderEpoch LeaderEpoch { get; init; }

    public int SourceBytes { get; init; }

    /// <summary>How many bytes were read from the log, used or not.</summary>
    public int BytesRead { get; init; }

    public long TimestampMs { get; init; }
}
