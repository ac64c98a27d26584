namespace EdgeLog.Storage;

/// <summary>
/// Writes what recovery has taken again and flushes it: that it can be read says nothing of what is on the flash.
/// </summary>
internal static class SegmentRewrite
{
    private const int CopyBytes = 256 * 1024;

    public static void Run(LogFile file, long fromPosition, long endPosition)
    {
        var buffer = new byte[Math.Min(CopyBytes, Math.Max(1, endPosition - fromPosition))];
        for (long position = fromPosition; position < endPosition; position += buffer.Length)
        {
            Span<byte> chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, endPosition - position));
            if (!TryCopy(file, chunk, position))
            {
                CopyBlocks(file, chunk, position);
            }
        }

        file.Flush();
    }

    /// <summary>
    /// Block by block, without those that the disk does not give back: they are in a damaged range, since what was
    /// taken has been read before.
    /// </summary>
    private static void CopyBlocks(LogFile file, Span<byte> chunk, long position)
    {
        int size;
        for (int at = 0; at < chunk.Length; at += size)
        {
            size = FileBlocks.Within(position + at, chunk.Length - at);
            TryCopy(file, chunk.Slice(at, size), position + at);
        }
    }

    private static bool TryCopy(LogFile file, Span<byte> chunk, long position)
    {
        try
        {
            file.Read(chunk, position);
        }
        catch (IOException)
        {
            return false;
        }

        file.Write(chunk, position);
        return true;
    }
}
