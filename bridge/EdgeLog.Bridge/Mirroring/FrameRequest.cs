using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>Which stretch of a partition is to become one batch, and under which producer.</summary>
/// <param name="From">The first offset.</param>
/// <param name="Until">The offset to stop before: where a repeat's stretch ended.</param>
/// <param name="BytesMax">The largest batch the target takes, as far as is known; one record alone may be
/// larger.</param>
/// <param name="MergeBytes">The size up to which small batches are merged.</param>
/// <param name="ReadBytes">How much of the log to read for it.</param>
/// <param name="Producer">Producer id, epoch and first sequence number.</param>
internal readonly record struct FrameRequest(
    Offset From, Offset Until, int BytesMax, int MergeBytes, int ReadBytes, RecordProducer Producer);
