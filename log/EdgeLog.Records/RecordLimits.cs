namespace EdgeLog.Records;

/// <summary>The bounds on what a record batch may make this process hold.</summary>
public static class RecordLimits
{
    /// <summary>
    /// The most bytes a compressed batch may unfold to, on the way in and on the way out, so that what was accepted
    /// stays readable. 32 times the usual largest batch, which JSON under zstd can reach; within the memory of a
    /// gateway.
    /// </summary>
    public const int MaxUncompressedBytes = 32 * 1024 * 1024;
}
