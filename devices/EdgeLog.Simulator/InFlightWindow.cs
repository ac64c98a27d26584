namespace EdgeLog.Simulator;

/// <summary>
/// One device's messages between PUBLISH and PUBACK, by sequence number. Acknowledgements may come in any order; the
/// window's tail is the oldest that is missing.
/// </summary>
internal sealed class InFlightWindow(int size)
{
    private readonly bool[] _acknowledged = new bool[size];

    /// <summary>The oldest message without PUBACK; everything before it has one.</summary>
    public long Oldest { get; private set; }

    /// <summary>The message to send next.</summary>
    public long Next { get; private set; }

    /// <summary>How many messages may be sent now.</summary>
    public int Room => (int)(size - (Next - Oldest));

    /// <summary>Takes the next sequence number.</summary>
    public long Take() => Next++;

    /// <summary>Whether the message, sent before the connection broke, still waits for its PUBACK.</summary>
    public bool IsOutstanding(long sequence) =>
        sequence >= Oldest && sequence < Next && !_acknowledged[sequence % size];

    /// <summary>Notes a PUBACK; the sequence number it belongs to, or -1 for one that was not waited for.</summary>
    public long Acknowledge(ushort packetId)
    {
        int ahead = packetId - PublishPacket.PacketId(Oldest);
        long sequence = Oldest + (ahead < 0 ? ahead + ushort.MaxValue : ahead);
        if (!IsOutstanding(sequence))
        {
            return -1;
        }

        _acknowledged[sequence % size] = true;
        while (Oldest < Next && _acknowledged[Oldest % size])
        {
            _acknowledged[Oldest % size] = false;
            Oldest++;
        }

        return sequence;
    }
}
