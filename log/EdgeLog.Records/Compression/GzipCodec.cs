using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgeLog.Records.Compression;

/// <summary>gzip (RFC 1952), one member, at zlib's usual level.</summary>
internal static class GzipCodec
{
    private const int ReadSizeBytes = 16 * 1024;

    /// <summary>A member's header, an empty block and its trailer.</summary>
    private const int MinimumSizeBytes = 20;

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        using var output = new PooledBufferStream(destination);
        using var gzip = new GZipStream(output, CompressionLevel.Optimal);
        gzip.Write(source);
    }

    public static unsafe RecordBatchError TryDecompress(
        ReadOnlySpan<byte> source, int maxBytes, PooledBuffer destination)
    {
        int start = destination.Length;
        fixed (byte* pointer = source)
        {
            using var input = new UnmanagedMemoryStream(pointer, source.Length);
            using var gzip = new GZipStream(input, CompressionMode.Decompress);
            try
            {
                while (true)
                {
                    int read = gzip.Read(destination.GetSpan(ReadSizeBytes));
                    destination.Advance(read);
                    if (destination.Length - start > maxBytes)
                    {
                        return RecordBatchError.TooLargeUncompressed;
                    }

                    if (read == 0)
                    {
                        return HasTrailer(source, destination.Length - start)
                            ? RecordBatchError.None
                            : RecordBatchError.Undecodable;
                    }
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                return RecordBatchError.Undecodable;
            }
        }
    }

    /// <summary>
    /// The platform takes a member whose trailer is cut off; Java's consumers would not. The trailer ends with the last
    /// member's size, which is no more than that of all.
    /// </summary>
    private static bool HasTrailer(ReadOnlySpan<byte> source, int sizeBytes) =>
        source.Length >= MinimumSizeBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(source[^sizeof(uint)..]) <= (uint)sizeBytes;
}
