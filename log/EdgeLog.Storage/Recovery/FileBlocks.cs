namespace EdgeLog.Storage;

/// <summary>The blocks of a file as the disk has them: one that it does not give back takes no other with it.</summary>
internal static class FileBlocks
{
    private const int BlockBytes = 4096;

    /// <summary>How many of <paramref name="bytes"/> from a position on lie in the same block.</summary>
    public static int Within(long position, int bytes) =>
        Math.Min(bytes, BlockBytes - (int)(position % BlockBytes));
}
