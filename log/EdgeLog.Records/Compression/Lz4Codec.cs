using System.Diagnostics;

namespace EdgeLog.Records.Compression;

/// <summary>LZ4 frames through the system's library.</summary>
internal static unsafe class Lz4Codec
{
    private const int FirstGuessRatio = 4;
    private const int MinimumStepBytes = 64 * 1024;

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        RecordCodecs.Require(CompressionCodec.Lz4);
        Lz4Preferences preferences = Lz4Preferences.AsJava;
        int bound = checked((int)Lz4Library.CompressFrameBound((nuint)source.Length, preferences));
        Span<byte> output = destination.GetSpan(bound);
        fixed (byte* from = source, to = output)
        {
            nuint written =
                Lz4Library.CompressFrame(to, (nuint)output.Length, from, (nuint)source.Length, preferences);
            if (Lz4Library.IsError(written) != 0)
            {
                throw new UnreachableException("The LZ4 library refused a buffer of the size it asked for.");
            }

            destination.Advance((int)written);
        }
    }

    public static RecordBatchError TryDecompress(ReadOnlySpan<byte> source, int maxBytes, PooledBuffer destination)
    {
        RecordCodecs.Require(CompressionCodec.Lz4);

        // A context is 200 bytes until a frame's header asks for its blocks' buffers, 4 MiB at most; too much to keep.
        using var context = new Lz4DecompressionHandle();
        int start = destination.Length;
        while (true)
        {
            int room = maxBytes - (destination.Length - start);
            int guess = (int)Math.Min((long)source.Length * FirstGuessRatio, maxBytes);

            // One byte more than is allowed, to tell a frame that is too large from one that just fits.
            int step = Math.Min(Math.Max(guess, MinimumStepBytes), room + 1);
            int left = source.Length;
            if (!TryStep(context, ref source, destination.GetSpan(step)[..step], out int written, out bool isComplete))
            {
                return RecordBatchError.Undecodable;
            }

            destination.Advance(written);
            if (written > room)
            {
                return RecordBatchError.TooLargeUncompressed;
            }

            if (isComplete)
            {
                return source.IsEmpty ? RecordBatchError.None : RecordBatchError.Undecodable;
            }

            if (written == 0 && source.Length == left)
            {
                return RecordBatchError.Undecodable;
            }
        }
    }

    private static bool TryStep(
        Lz4DecompressionHandle context,
        ref ReadOnlySpan<byte> source,
        Span<byte> output,
        out int written,
        out bool isComplete)
    {
        nuint consumed = (nuint)source.Length;
        nuint produced = (nuint)output.Length;
        nuint hint;
        fixed (byte* from = source, to = output)
        {
            hint = Lz4Library.Decompress(context, to, ref produced, from, ref consumed, 0);
        }

        written = (int)produced;
        isComplete = hint == 0;
        bool isGood = Lz4Library.IsError(hint) == 0;
        source = isGood ? source[(int)consumed..] : source;
        return isGood;
    }
}
