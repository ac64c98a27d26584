using System.Buffers.Binary;

namespace EdgeLog.Records.Compression;

/// <summary>
/// Decodes one raw snappy block (google/snappy, format_description.txt) straight into the destination. Ours and not the
/// package's, which believes the claimed size and allocates it.
/// </summary>
internal static class SnappyBlock
{
    /// <summary>A copy of 64 bytes takes 3: no block unfolds to more than 22 times its size.</summary>
    private const int MaxRatio = 22;

    public static RecordBatchError TryDecode(ReadOnlySpan<byte> block, int maxBytes, PooledBuffer destination)
    {
        int position = 0;
        if (!Varint.TryReadUnsigned(block, ref position, out uint size) || size > (long)block.Length * MaxRatio)
        {
            return RecordBatchError.Undecodable;
        }

        if (size > maxBytes)
        {
            return RecordBatchError.TooLargeUncompressed;
        }

        Span<byte> output = destination.GetSpan((int)size)[..(int)size];
        if (!TryDecode(block[position..], output))
        {
            return RecordBatchError.Undecodable;
        }

        destination.Advance((int)size);
        return RecordBatchError.None;
    }

    private static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> output)
    {
        int written = 0;
        while (!source.IsEmpty)
        {
            int tag = source[0];
            bool isLiteral = (tag & 3) == 0;
            bool isRead = isLiteral
                ? TryReadLiteralSize(source, out int size, out int argument)
                : TryReadCopy(source, out size, out argument);
            if (!isRead || size > output.Length - written)
            {
                return false;
            }

            // Of a literal the argument is the size of its tag, of a copy how far back it reaches.
            Span<byte> target = output.Slice(written, size);
            if (isLiteral)
            {
                if (size > source.Length - argument)
                {
                    return false;
                }

                source.Slice(argument, size).CopyTo(target);
                source = source[(argument + size)..];
            }
            else
            {
                if (argument == 0 || argument > written)
                {
                    return false;
                }

                CopyBack(output, written, argument, size);
                source = source[CopyTagSize(tag)..];
            }

            written += size;
        }

        return written == output.Length;
    }

    private static bool TryReadLiteralSize(ReadOnlySpan<byte> source, out int size, out int tagSize)
    {
        size = (source[0] >> 2) + 1;
        tagSize = 1;
        if (size <= 60)
        {
            return true;
        }

        int sizeBytes = size - 60;
        tagSize += sizeBytes;
        if (source.Length < tagSize)
        {
            return false;
        }

        uint lessOne = 0;
        for (int i = 0; i < sizeBytes; i++)
        {
            lessOne |= (uint)source[1 + i] << (8 * i);
        }

        size = unchecked((int)(lessOne + 1));
        return size > 0;
    }

    private static bool TryReadCopy(ReadOnlySpan<byte> source, out int size, out int distance)
    {
        int tag = source[0];
        size = (tag >> 2) + 1;
        distance = 0;
        if (source.Length < CopyTagSize(tag))
        {
            return false;
        }

        switch (tag & 3)
        {
            case 1:
                size = ((tag >> 2) & 7) + 4;
                distance = ((tag >> 5) << 8) | source[1];
                return true;
            case 2:
                distance = BinaryPrimitives.ReadUInt16LittleEndian(source[1..]);
                return true;
            default:
                distance = BinaryPrimitives.ReadInt32LittleEndian(source[1..]);
                return distance > 0;
        }
    }

    private static int CopyTagSize(int tag) => (tag & 3) switch { 1 => 2, 2 => 3, _ => 5 };

    private static void CopyBack(Span<byte> output, int written, int distance, int size)
    {
        if (distance >= size)
        {
            output.Slice(written - distance, size).CopyTo(output[written..]);
            return;
        }

        // A copy may overlap what it writes: it then repeats the last bytes.
        for (int i = 0; i < size; i++)
        {
            output[written + i] = output[written + i - distance];
        }
    }
}
