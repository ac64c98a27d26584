using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>What a read brought.</summary>
/// <param name="Error">Why nothing could be read, or none.</param>
/// <param name="BytesRead">Bytes of whole batches that were copied; 0 at the high watermark or where none fits.</param>
/// <param name="NextOffset">Where to read on.</param>
/// <param name="NextBatchBytes">Where the first batch does not fit: the room it needs; else 0.</param>
public readonly record struct ReadResult(ReadError Error, int BytesRead, Offset NextOffset, int NextBatchBytes);
