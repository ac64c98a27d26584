using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace EdgeLog.Simulator;

/// <summary>
/// A device's PUBLISH packet (MQTT 3.1.1, section 3.3), built once; a message is a copy of it with packet id and
/// sequence
/// number patched in.
/// </summary>
internal sealed class PublishPacket
{
    private const int SequenceDigits = 12;
    private const int ClientDigits = 5;

    private readonly byte[] _template;
    private readonly int _packetIdAt;
    private readonly int _sequenceAt;

    public PublishPacket(SimulatorOptions options, int client)
    {
        string number = client.ToString(System.Globalization.CultureInfo.InvariantCulture);
        byte[] topic = Encoding.UTF8.GetBytes(options.Topic.Replace("{client}", number, StringComparison.Ordinal));
        int packetIdBytes = options.Qos == 0 ? 0 : 2;
        int sequenceBytes = options.Sequence ? ClientDigits + 1 + SequenceDigits + 1 : 0;
        int payloadBytes = Math.Max(options.PayloadBytes, sequenceBytes);
        int remaining = 2 + topic.Length + packetIdBytes + payloadBytes;

        Span<byte> length = stackalloc byte[4];
        int lengthBytes = WriteLength(length, remaining);
        _template = new byte[1 + lengthBytes + remaining];
        _template[0] = (byte)(0x30 | (options.Qos << 1));
        length[..lengthBytes].CopyTo(_template.AsSpan(1));
        int at = 1 + lengthBytes;
        BinaryPrimitives.WriteUInt16BigEndian(_template.AsSpan(at), (ushort)topic.Length);
        topic.CopyTo(_template, at + 2);
        at += 2 + topic.Length;
        _packetIdAt = packetIdBytes == 0 ? -1 : at;
        at += packetIdBytes;
        _template.AsSpan(at).Fill((byte)'x');
        _sequenceAt = -1;
        if (options.Sequence)
        {
            WriteDigits(_template.AsSpan(at, ClientDigits), client);
            _template[at + ClientDigits] = (byte)' ';
            _sequenceAt = at + ClientDigits + 1;
            _template[_sequenceAt + SequenceDigits] = (byte)' ';
        }
    }

    public int SizeBytes => _template.Length;

    /// <summary>Writes the packet of one message to <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination, long sequence)
    {
        _template.CopyTo(destination);
        if (_packetIdAt >= 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[_packetIdAt..], PacketId(sequence));
        }

        if (_sequenceAt >= 0)
        {
            WriteDigits(destination.Slice(_sequenceAt, SequenceDigits), sequence);
        }
    }

    /// <summary>The packet id of a message: 1 to 65,535, round and round.</summary>
    public static ushort PacketId(long sequence) => (ushort)((sequence % ushort.MaxValue) + 1);

    private static void WriteDigits(Span<byte> destination, long number)
    {
        var format = new System.Buffers.StandardFormat('D', (byte)destination.Length);
        if (!Utf8Formatter.TryFormat(number, destination, out _, format))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, $"more than {destination.Length} digits");
        }
    }

    private static int WriteLength(Span<byte> destination, int length)
    {
        int count = 0;
        do
        {
            byte digit = (byte)(length & 0x7F);
            length >>= 7;
            destination[count++] = (byte)(length > 0 ? digit | 0x80 : digit);
        }
        while (length > 0);
        return count;
    }
}
