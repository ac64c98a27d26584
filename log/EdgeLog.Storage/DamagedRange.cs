namespace EdgeLog.Storage;

/// <summary>Offsets that are damaged or missing, and left out by readers.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="FirstOffset">The first offset that is missing.</param>
/// <param name="LastOffset">The last one.</param>
/// <param name="File">The segment's file.</param>
/// <param name="Position">Where the damage begins in the file, in bytes.</param>
/// <param name="SizeBytes">The bytes that are kept apart; 0 where they are gone.</param>
public sealed record DamagedRange(
    string Topic, int Partition, long FirstOffset, long LastOffset, string File, long Position, long SizeBytes);
