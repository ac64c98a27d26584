namespace EdgeLog.Records.Compression;

/// <summary>
/// Zstandard frames through the system's library, one call a batch: the streaming calls would allocate the window
/// that a frame's header asks for, 128 MiB at the peer's wish.
/// </summary>
internal static unsafe class ZstdCodec
{
    /// <summary>Kafka's default level, and the library's.</summary>
    private const int Level = 3;

    private const int FirstGuessRatio = 8;
    private const int MinimumGuessBytes = 64 * 1024;
    private const int GrowthFactor = 4;

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        RecordCodecs.Require(CompressionCodec.Zstd);

        // Freed at once: a context of this level keeps about 1 MiB, and the library makes one in microseconds.
        using var context = new ZstdCompressionHandle();
        Span<byte> output = destination.GetSpan(checked((int)ZstdLibrary.CompressBound((nuint)source.Length)));
        fixed (byte* from = source, to = output)
        {
            nuint written = ZstdLibrary.Compress(
                context, to, (nuint)output.Length, from, (nuint)source.Length, Level);
            if (ZstdLibrary.IsError(written) != 0)
            {
                throw new InsufficientMemoryException("The Zstandard library found no memory to compress a batch.");
            }

            destination.Advance((int)written);
        }
    }

    public static RecordBatchError TryDecompress(ReadOnlySpan<byte> source, int maxBytes, PooledBuffer destination)
    {
        RecordCodecs.Require(CompressionCodec.Zstd);
        using var context = new ZstdDecompressionHandle();
        long guess = Math.Max((long)source.Length * FirstGuessRatio, MinimumGuessBytes);
        while (true)
        {
            int capacity = (int)Math.Min(guess, maxBytes);
            Span<byte> output = destination.GetSpan(capacity)[..capacity];
            nuint written;
            fixed (byte* from = source, to = output)
            {
                written = ZstdLibrary.Decompress(context, to, (nuint)output.Length, from, (nuint)source.Length);
            }

            if (ZstdLibrary.IsError(written) == 0)
            {
                destination.Advance((int)written);
                return RecordBatchError.None;
            }

            if (written != ZstdLibrary.DestinationTooSmall)
            {
                return RecordBatchError.Undecodable;
            }

            if (capacity == maxBytes)
            {
                return RecordBatchError.TooLargeUncompressed;
            }

            guess = capacity * (long)GrowthFactor;
        }
    }
}
