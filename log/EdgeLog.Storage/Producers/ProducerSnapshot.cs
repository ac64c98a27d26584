using System.Buffers.Binary;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The file <c>producers</c> in a partition's folder: what is known of idempotent producers as of an offset,
/// big-endian:
/// <code>
/// magic u32 | crc u32 of all behind it | offset i64 | count i32 | producer…
/// producer  id i64 | epoch i16 | last time i64 | batches i16 | batch…
/// batch     base sequence i32 | last sequence i32 | base offset i64 | last offset i64 | time i64
/// </code>
/// </summary>
internal static class ProducerSnapshot
{
    private const uint Magic = 0x454C5031;
    private const int HeaderSize = 20;
    private const int ProducerSize = 20;
    private const int BatchSize = 32;

    public static string PathIn(string directory) => Path.Combine(directory, "producers");

    public static byte[] Encode(ProducerStates states, long offset)
    {
        int size = HeaderSize + states.Entries.Sum(entry => ProducerSize + (entry.Value.Count * BatchSize));
        var bytes = new byte[size];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Magic);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), offset);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), states.Count);
        Span<byte> rest = bytes.AsSpan(HeaderSize);
        foreach ((long id, ProducerEntry entry) in states.Entries)
        {
            BinaryPrimitives.WriteInt64BigEndian(rest, id);
            BinaryPrimitives.WriteInt16BigEndian(rest[8..], entry.Epoch);
            BinaryPrimitives.WriteInt64BigEndian(rest[10..], entry.LastTimestampMs);
            BinaryPrimitives.WriteInt16BigEndian(rest[18..], (short)entry.Count);
            rest = rest[ProducerSize..];
            for (int i = 0; i < entry.Count; i++)
            {
                Write(entry[i], rest);
                rest = rest[BatchSize..];
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), Crc32C.Compute(bytes.AsSpan(8)));
        return bytes;
    }

    /// <summary>
    /// Reads a snapshot as of <paramref name="offset"/>; null where it is missing, damaged or another's.
    /// </summary>
    public static ProducerStates? Read(string directory, long offset)
    {
        string path = PathIn(directory);
        return File.Exists(path) ? Decode(File.ReadAllBytes(path), offset) : null;
    }

    private static ProducerStates? Decode(ReadOnlySpan<byte> bytes, long offset)
    {
        bool isWhole = bytes.Length >= HeaderSize
            && BinaryPrimitives.ReadUInt32BigEndian(bytes) == Magic
            && BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) == Crc32C.Compute(bytes[8..])
            && BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) == offset;
        if (!isWhole)
        {
            return null;
        }

        var states = new ProducerStates();
        int count = BinaryPrimitives.ReadInt32BigEndian(bytes[16..]);
        ReadOnlySpan<byte> rest = bytes[HeaderSize..];
        for (int i = 0; i < count; i++)
        {
            long id = BinaryPrimitives.ReadInt64BigEndian(rest);
            short epoch = BinaryPrimitives.ReadInt16BigEndian(rest[8..]);
            long lastTimestampMs = BinaryPrimitives.ReadInt64BigEndian(rest[10..]);
            int batches = BinaryPrimitives.ReadInt16BigEndian(rest[18..]);
            rest = rest[ProducerSize..];
            var entry = new ProducerEntry(epoch);
            for (int batch = 0; batch < batches; batch++)
            {
                entry.Add(epoch, Read(rest));
                rest = rest[BatchSize..];
            }

            entry.LastTimestampMs = lastTimestampMs;
            states.Restore(id, entry);
        }

        return states;
    }

    private static void Write(in ProducerBatch batch, Span<byte> target)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, batch.BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], batch.LastSequence);
        BinaryPrimitives.WriteInt64BigEndian(target[8..], batch.BaseOffset);
        BinaryPrimitives.WriteInt64BigEndian(target[16..], batch.LastOffset);
        BinaryPrimitives.WriteInt64BigEndian(target[24..], batch.TimestampMs);
    }

    private static ProducerBatch Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt32BigEndian(source),
        BinaryPrimitives.ReadInt32BigEndian(source[4..]),
        BinaryPrimitives.ReadInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadInt64BigEndian(source[16..]),
        BinaryPrimitives.ReadInt64BigEndian(source[24..]));
}
