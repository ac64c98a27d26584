using System.Numerics;

namespace EdgeLog.Records.Tests;

/// <summary>Decodes one uncompressed batch the obvious way, field after field, as the format reads.</summary>
internal static class SlowDecoder
{
    /// <summary>The records; null where anything at all is wrong with the batch as a producer's.</summary>
    public static List<TestRecord>? TryDecode(byte[] batch)
    {
        try
        {
            return Decode(new Queue<byte>(batch));
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static List<TestRecord> Decode(Queue<byte> bytes)
    {
        Fixed(bytes, 8);
        Require(Fixed(bytes, 4) == bytes.Count);
        Fixed(bytes, 4);
        Require(Fixed(bytes, 1) == 2);
        Fixed(bytes, 4);
        long attributes = Fixed(bytes, 2);
        Require((attributes & 0x2F) == 0);
        bool isTransactional = (attributes & 0x10) != 0;
        long lastOffsetDelta = Fixed(bytes, 4);
        long baseTimestamp = Fixed(bytes, 8);
        Fixed(bytes, 8);
        long producerId = Fixed(bytes, 8);
        long producerEpoch = Fixed(bytes, 2);
        long baseSequence = Fixed(bytes, 4);
        long count = Fixed(bytes, 4);
        Require(count > 0 && count == lastOffsetDelta + 1);
        Require(producerId >= 0 ? baseSequence >= 0 && producerEpoch >= 0 : baseSequence < 0 && !isTransactional);
        var records = new List<TestRecord>();
        for (long i = 0; i < count; i++)
        {
            var record = new Queue<byte>(Take(bytes, Number(bytes, 32)));
            records.Add(DecodeRecord(record, baseTimestamp, i));
            Require(record.Count == 0);
        }

        Require(bytes.Count == 0);
        return records;
    }

    private static TestRecord DecodeRecord(Queue<byte> record, long baseTimestamp, long index)
    {
        record.Dequeue();
        long timestamp = unchecked(baseTimestamp + Number(record, 64));
        Require(Number(record, 32) == index);
        byte[]? key = Sized(record);
        byte[]? value = Sized(record);
        long headerCount = Number(record, 32);
        Require(headerCount >= 0);
        var headers = new List<TestHeader>();
        for (long i = 0; i < headerCount; i++)
        {
            byte[]? name = Sized(record);
            Require(name is not null);
            headers.Add(new TestHeader(name!, Sized(record)));
        }

        return new TestRecord(timestamp, key, value, [.. headers]);
    }

    private static byte[]? Sized(Queue<byte> bytes)
    {
        long size = Number(bytes, 32);
        return size == -1 ? null : Take(bytes, size);
    }

    private static byte[] Take(Queue<byte> bytes, long size)
    {
        Require(size >= 0 && size <= bytes.Count);
        return [.. Enumerable.Range(0, (int)size).Select(_ => bytes.Dequeue())];
    }

    private static long Fixed(Queue<byte> bytes, int size) =>
        (long)new BigInteger(Take(bytes, size), isUnsigned: false, isBigEndian: true);

    private static long Number(Queue<byte> bytes, int bits)
    {
        BigInteger raw = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes.Dequeue();
            raw += (BigInteger)(next & 0x7F) << shift;
            Require(raw < BigInteger.One << bits && shift < bits);
            if (next < 0x80)
            {
                return (long)(raw.IsEven ? raw / 2 : -(raw + 1) / 2);
            }
        }
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("not what the format says");
        }
    }
}
