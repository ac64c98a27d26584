using System.Buffers;

namespace EdgeLog.Mqtt;

/// <summary>
/// Takes one whole packet after the other out of what a connection has received. A body is a slice of the receive
/// buffer; only one that lies across two segments of it is first copied together.
/// </summary>
internal ref struct PacketReader
{
    private readonly ReadOnlySequence<byte> _buffer;
    private readonly int _packetBytesMax;
    private ReadOnlySpan<byte> _segment;
    private long _consumed;
    private byte[]? _joined;

    /// <summary>
    /// Reads from <paramref name="buffer"/>; a longer packet than <paramref name="packetBytesMax"/> is refused.
    /// </summary>
    public PacketReader(in ReadOnlySequence<byte> buffer, int packetBytesMax)
    {
        _buffer = buffer;
        _packetBytesMax = packetBytesMax;
        _segment = buffer.FirstSpan;
    }

    /// <summary>The first byte of the packet read last: type and flags.</summary>
    public byte Header { get; private set; }

    /// <summary>What follows the fixed header; valid until the next move.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Where the last whole packet ended.</summary>
    public readonly SequencePosition Consumed => _buffer.GetPosition(_consumed);

    /// <summary>Bytes of the packets read so far.</summary>
    public readonly long ConsumedBytes => _consumed;

    /// <summary>Moves to the next whole packet; false when more bytes are needed for one.</summary>
    public bool MoveNext()
    {
        if (TryMeasure(_segment, out var headerBytes, out var bodyBytes) && _segment.Length - headerBytes >= bodyBytes)
        {
            Header = _segment[0];
            Body = _segment.Slice(headerBytes, bodyBytes);
            _segment = _segment[(headerBytes + bodyBytes)..];
            _consumed += headerBytes + bodyBytes;
            return true;
        }

        return _consumed + _segment.Length < _buffer.Length && MoveNextAcrossSegments();
    }

    /// <summary>Takes the last packet back: the next move, or the next reader, finds it again.</summary>
    public void Unread(long consumedBytesBefore) => _consumed = consumedBytesBefore;

    /// <summary>Returns the memory of joined bodies.</summary>
    public void Dispose()
    {
        if (_joined is { } joined)
        {
            _joined = null;
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private bool MoveNextAcrossSegments()
    {
        var rest = _buffer.Slice(_consumed);
        Span<byte> start = stackalloc byte[5];
        start = start[..(int)Math.Min(start.Length, rest.Length)];
        rest.Slice(0, start.Length).CopyTo(start);
        if (!TryMeasure(start, out var headerBytes, out var bodyBytes) || rest.Length - headerBytes < bodyBytes)
        {
            return false;
        }

        Header = start[0];
        Body = Join(rest.Slice(headerBytes, bodyBytes));
        _consumed += headerBytes + bodyBytes;
        _segment = _buffer.Slice(_consumed).FirstSpan;
        return true;
    }

    private ReadOnlySpan<byte> Join(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
        {
            return body.FirstSpan;
        }

        if (_joined is null || _joined.Length < body.Length)
        {
            Dispose();
            _joined = ArrayPool<byte>.Shared.Rent((int)body.Length);
        }

        body.CopyTo(_joined);
        return _joined.AsSpan(0, (int)body.Length);
    }

    private readonly bool TryMeasure(ReadOnlySpan<byte> start, out int headerBytes, out int bodyBytes)
    {
        headerBytes = 0;
        bodyBytes = 0;
        for (var index = 1; index < start.Length; index++)
        {
            var next = start[index];
            bodyBytes |= (next & 0x7F) << (7 * (index - 1));
            if (next < 0x80)
            {
                headerBytes = index + 1;
                RefuseTooLarge(headerBytes + (long)bodyBytes);
                return true;
            }

            if (index == 4)
            {
                MqttProtocolException.ThrowMalformed("The remaining length is longer than four bytes.");
            }
        }

        return false;
    }

    private readonly void RefuseTooLarge(long packetBytes)
    {
        if (packetBytes > _packetBytesMax)
        {
            throw new MqttProtocolException(
                ReasonCode.PacketTooLarge,
                $"A packet of {packetBytes} bytes exceeds max_packet_size, {_packetBytesMax}.");
        }
    }
}
