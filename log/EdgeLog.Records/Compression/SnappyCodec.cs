using System.Buffers.Binary;

namespace EdgeLog.Records.Compression;

/// <summary>
/// Snappy in either of the forms found in the field: the Java library's framing (a magic, two versions, then blocks
/// each behind its size), or one raw block as librdkafka and the Go clients send. Written in the framing, as Java
/// does.
/// </summary>
internal static class SnappyCodec
{
    /// <summary>The Java library's block size in Kafka.</summary>
    private const int BlockSizeBytes = 32 * 1024;

    private const int FrameVersion = 1;
    private const int FrameHeaderSize = 16;

    private static ReadOnlySpan<byte> FrameMagic =>
        [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static void Compress(ReadOnlySpan<byte> source, PooledBuffer destination)
    {
        Span<byte> header = destination.GetSpan(FrameHeaderSize);
        FrameMagic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], FrameVersion);
        BinaryPrimitives.WriteInt32BigEndian(header[12..], FrameVersion);
        destination.Advance(FrameHeaderSize);
        while (!source.IsEmpty)
        {
            int size = Math.Min(source.Length, BlockSizeBytes);
            byte[] block = IronSnappy.Snappy.Encode(source[..size]);
            BinaryPrimitives.WriteInt32BigEndian(destination.GetSpan(sizeof(int)), block.Length);
            destination.Advance(sizeof(int));
            destination.Write(block);
            source = source[size..];
        }
    }

    public static RecordBatchError TryDecompress(ReadOnlySpan<byte> source, int maxBytes, PooledBuffer destination)
    {
        if (!source.StartsWith(FrameMagic))
        {
            return SnappyBlock.TryDecode(source, maxBytes, destination);
        }

        if (source.Length < FrameHeaderSize)
        {
            return RecordBatchError.Undecodable;
        }

        int start = destination.Length;
        for (ReadOnlySpan<byte> rest = source[FrameHeaderSize..]; !rest.IsEmpty;)
        {
            if (rest.Length < sizeof(int))
            {
                return RecordBatchError.Undecodable;
            }

            int size = BinaryPrimitives.ReadInt32BigEndian(rest);
            rest = rest[sizeof(int)..];
            if ((uint)size > (uint)rest.Length)
            {
                return RecordBatchError.Undecodable;
            }

            int room = maxBytes - (destination.Length - start);
            RecordBatchError error = SnappyBlock.TryDecode(rest[..size], room, destination);
            if (error != RecordBatchError.None)
            {
                return error;
            }

            rest = rest[size..];
        }

        return RecordBatchError.None;
    }
}
