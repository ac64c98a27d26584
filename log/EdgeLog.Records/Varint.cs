namespace EdgeLog.Records;

/// <summary>
/// The variable-length integers of record bodies: seven bits a byte, least significant first; signed ones zigzag-coded
/// (protocol buffers' <c>sint32</c> and <c>sint64</c>).
/// </summary>
public static class Varint
{
    /// <summary>The most bytes a 32-bit number takes.</summary>
    public const int MaxSize32 = 5;

    /// <summary>The most bytes a 64-bit number takes.</summary>
    public const int MaxSize64 = 10;

    /// <summary>How many bytes <see cref="Write(Span{byte}, int)"/> takes for <paramref name="value"/>.</summary>
    public static int SizeOf(int value) => SizeOfUnsigned(ZigZag(value));

    /// <summary>How many bytes <see cref="Write(Span{byte}, long)"/> takes for <paramref name="value"/>.</summary>
    public static int SizeOf(long value) => SizeOfUnsigned(ZigZag(value));

    /// <summary>
    /// How many bytes <see cref="WriteUnsigned(Span{byte}, ulong)"/> takes for <paramref name="value"/>.
    /// </summary>
    public static int SizeOfUnsigned(ulong value) =>
        (70 - System.Numerics.BitOperations.LeadingZeroCount(value | 1)) / 7;

    /// <summary>Writes a signed number; returns the bytes taken.</summary>
    public static int Write(Span<byte> destination, int value) => WriteUnsigned(destination, ZigZag(value));

    /// <summary>Writes a signed number; returns the bytes taken.</summary>
    public static int Write(Span<byte> destination, long value) => WriteUnsigned(destination, ZigZag(value));

    /// <summary>Writes an unsigned number; returns the bytes taken.</summary>
    public static int WriteUnsigned(Span<byte> destination, ulong value)
    {
        int position = 0;
        while (value >= 0x80)
        {
            destination[position++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[position++] = (byte)value;
        return position;
    }

    /// <summary>
    /// Reads a signed number at <paramref name="position"/> and moves behind it; false where the bytes end before the
    /// number does or it has more than 32 bits.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int position, out int value)
    {
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            value = UnZigZag((uint)source[position++]);
            return true;
        }

        bool read = TryReadUnsigned(source, ref position, out uint raw);
        value = UnZigZag(raw);
        return read;
    }

    /// <summary>
    /// Reads a signed number at <paramref name="position"/> and moves behind it; false where the bytes end before the
    /// number does or it has more than 64 bits.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int position, out long value)
    {
        bool read = TryReadUnsigned(source, ref position, out ulong raw);
        value = (long)(raw >> 1) ^ -(long)(raw & 1);
        return read;
    }

    /// <summary>Reads an unsigned number of 32 bits at most; false where it is longer or cut off.</summary>
    public static bool TryReadUnsigned(ReadOnlySpan<byte> source, ref int position, out uint value)
    {
        uint result = 0;
        for (int shift = 0; shift < 35 && (uint)position < (uint)source.Length; shift += 7)
        {
            uint next = source[position++];
            if (shift == 28 && next > 0x0F)
            {
                break;
            }

            result |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = result;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Reads an unsigned number of 64 bits at most; false where it is longer or cut off.</summary>
    public static bool TryReadUnsigned(ReadOnlySpan<byte> source, ref int position, out ulong value)
    {
        ulong result = 0;
        for (int shift = 0; shift < 70 && (uint)position < (uint)source.Length; shift += 7)
        {
            ulong next = source[position++];
            if (shift == 63 && next > 1)
            {
                break;
            }

            result |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = result;
                return true;
            }
        }

        value = 0;
        return false;
    }

    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static int UnZigZag(uint raw) => (int)(raw >> 1) ^ -(int)(raw & 1);
}
