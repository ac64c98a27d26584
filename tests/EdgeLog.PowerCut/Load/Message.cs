using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace EdgeLog.PowerCut;

/// <summary>
/// A message's content: <c>stream sequence size </c> in digits, then bytes that follow from them, so that every byte
/// can be judged.
/// </summary>
internal static class Message
{
    public const int HeaderBytes = 3 + 1 + 12 + 1 + 7 + 1;

    /// <summary>Writes the message <paramref name="sequence"/> of a stream, as large as the room is.</summary>
    public static void Write(Span<byte> room, int stream, long sequence)
    {
        Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{stream:D3} {sequence:D12} {room.Length:D7} "), room);
        Fill(room[HeaderBytes..], stream, sequence);
    }

    /// <summary>Reads whose message it is; false where a byte is not as it was written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out int stream, out long sequence)
    {
        sequence = -1;
        stream = -1;
        if (message.Length < HeaderBytes
            || !Utf8Parser.TryParse(message[..3], out stream, out int read) || read != 3
            || !Utf8Parser.TryParse(message[4..16], out sequence, out read) || read != 12)
        {
            return false;
        }

        byte[] expected = new byte[message.Length];
        Write(expected, stream, sequence);
        return message.SequenceEqual(expected);
    }

    private static void Fill(Span<byte> room, int stream, long sequence)
    {
        uint state = (uint)((sequence * 2654435761L) ^ stream) | 1;
        for (int at = 0; at < room.Length; at++)
        {
            // Half noise, half repetition: what a compressor finds in readings.
            if ((at & 8) == 0)
            {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
            }

            room[at] = (byte)('a' + (state % 26));
        }
    }
}
