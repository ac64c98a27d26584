namespace EdgeLog.Storage;

/// <summary>What the filesystem of a data directory says of itself.</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What is free for this process.</param>
internal readonly record struct FilesystemSpace(long TotalBytes, long FreeBytes);
