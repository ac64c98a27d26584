using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>The outcome of an append.</summary>
/// <param name="Error">Why it was refused, or none.</param>
/// <param name="BaseOffset">The first record's offset; of the original append for a repeated idempotent one.</param>
/// <param name="LogAppendTimeMs">The time the log stamped, or -1 where the producer's time stands.</param>
/// <param name="LogStartOffset">The partition's log start offset.</param>
/// <param name="Message">More about the refusal, for the client; null where there is nothing to add.</param>
public readonly record struct AppendResult(
    AppendError Error, Offset BaseOffset, long LogAppendTimeMs, Offset LogStartOffset, string? Message);
