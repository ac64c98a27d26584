using System.Buffers;
using System.Buffers.Binary;
using EdgeLog.Records;

namespace EdgeLog.Gateway.Admin.Records;

/// <summary>
/// One record between gateway and command line, over the admin socket. Big-endian:
/// <code>
/// length        int32   of what follows
/// offset        int64   0 where the gateway is to assign it
/// partition     int32   -1 where the key is to decide
/// timestamp     int64   milliseconds since 1970 UTC; -1: now
/// key           int32 length, bytes; length -1: none
/// value         int32 length, bytes; length -1: none
/// headers       int32 count, then for each: int32 length and name, int32 length (-1: none) and value
/// </code>
/// </summary>
internal sealed record RecordFrame
{
    /// <summary>The largest frame either side accepts: the largest record, with room for its headers.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int FixedBytes = 8 + 4 + 8 + 4 + 4 + 4;

    /// <summary>The offset in the partition.</summary>
    public long Offset { get; init; }

    /// <summary>The partition, or -1.</summary>
    public int Partition { get; init; } = -1;

    /// <summary>Milliseconds since 1970 UTC, or -1 for now.</summary>
    public long TimestampMs { get; init; } = -1;

    /// <summary>The key, or null.</summary>
    public byte[]? Key { get; init; }

    /// <summary>The value, or null for a tombstone.</summary>
    public byte[]? Value { get; init; }

    /// <summary>The headers.</summary>
    public IReadOnlyList<(byte[] Name, byte[]? Value)> Headers { get; init; } = [];

    /// <summary>Copies a record of the log.</summary>
    public static RecordFrame Of(in Record record, int partition)
    {
        var headers = new List<(byte[], byte[]?)>(record.HeaderCount);
        foreach (var header in record.Headers)
        {
            headers.Add((header.Name.ToArray(), header.HasValue ? header.Value.ToArray() : null));
        }

        return new RecordFrame
        {
            Offset = record.Offset.Value,
            Partition = partition,
            TimestampMs = record.TimestampMs,
            Key = record.HasKey ? record.Key.ToArray() : null,
            Value = record.HasValue ? record.Value.ToArray() : null,
            Headers = headers,
        };
    }

    /// <summary>Writes the frame.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var size = FixedBytes + (Key?.Length ?? 0) + (Value?.Length ?? 0)
            + Headers.Sum(h => 8 + h.Name.Length + (h.Value?.Length ?? 0));
        var span = output.GetSpan(4 + size);
        var position = 0;
        Put32(span, ref position, size);
        Put64(span, ref position, Offset);
        Put32(span, ref position, Partition);
        Put64(span, ref position, TimestampMs);
        PutBytes(span, ref position, Key);
        PutBytes(span, ref position, Value);
        Put32(span, ref position, Headers.Count);
        foreach (var (name, value) in Headers)
        {
            PutBytes(span, ref position, name);
            PutBytes(span, ref position, value);
        }

        output.Advance(position);
    }

    /// <summary>
    /// Takes one frame from the front of <paramref name="buffer"/>; false where it is not whole yet. Throws
    /// <see cref="InvalidDataException"/> where it is none.
    /// </summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out RecordFrame frame)
    {
        frame = new RecordFrame();
        Span<byte> prefix = stackalloc byte[4];
        if (buffer.Length < 4)
        {
            return false;
        }

        buffer.Slice(0, 4).CopyTo(prefix);
        var size = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (size is < FixedBytes or > MaxBytes)
        {
            throw new InvalidDataException($"a record frame of {size} bytes cannot be");
        }

        if (buffer.Length < 4 + size)
        {
            return false;
        }

        frame = Decode(buffer.Slice(4, size).ToArray());
        buffer = buffer.Slice(4 + size);
        return true;
    }

    private static RecordFrame Decode(byte[] bytes)
    {
        var position = 0;
        var offset = Take64(bytes, ref position);
        var partition = Take32(bytes, ref position);
        var timestamp = Take64(bytes, ref position);
        var key = TakeBytes(bytes, ref position);
        var value = TakeBytes(bytes, ref position);
        var count = Take32(bytes, ref position);
        if (count < 0 || count > (bytes.Length - position) / 8)
        {
            throw new InvalidDataException($"a record frame cannot have {count} headers");
        }

        var headers = new List<(byte[], byte[]?)>(count);
        for (var i = 0; i < count; i++)
        {
            headers.Add((TakeBytes(bytes, ref position) ?? [], TakeBytes(bytes, ref position)));
        }

        return new RecordFrame
        {
            Offset = offset, Partition = partition, TimestampMs = timestamp, Key = key, Value = value,
            Headers = headers,
        };
    }

    private static void Put32(Span<byte> span, ref int position, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(span[position..], value);
        position += 4;
    }

    private static void Put64(Span<byte> span, ref int position, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(span[position..], value);
        position += 8;
    }

    private static void PutBytes(Span<byte> span, ref int position, byte[]? bytes)
    {
        Put32(span, ref position, bytes?.Length ?? -1);
        bytes?.CopyTo(span[position..]);
        position += bytes?.Length ?? 0;
    }

    private static int Take32(byte[] bytes, ref int position)
    {
        position += 4;
        return position <= bytes.Length
            ? BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(position - 4))
            : throw new InvalidDataException("a record frame ends too early");
    }

    private static long Take64(byte[] bytes, ref int position)
    {
        position += 8;
        return position <= bytes.Length
            ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(position - 8))
            : throw new InvalidDataException("a record frame ends too early");
    }

    private static byte[]? TakeBytes(byte[] bytes, ref int position)
    {
        var length = Take32(bytes, ref position);
        if (length < -1 || length > bytes.Length - position)
        {
            throw new InvalidDataException($"a record frame has no field of {length} bytes");
        }

        if (length < 0)
        {
            return null;
        }

        position += length;
        return bytes[(position - length)..position];
    }
}
