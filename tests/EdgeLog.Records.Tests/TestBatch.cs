using FsCheck;
using FsCheck.Fluent;

namespace EdgeLog.Records.Tests;

/// <summary>Makes batches of records and reads them back.</summary>
internal static class TestBatch
{
    public static Gen<TestRecord[]> Records { get; } =
        from first in Record()
        from rest in Record().ArrayOf().Resize(12)
        select (TestRecord[])[first, .. rest];

    public static byte[] Build(CompressionCodec codec, params IEnumerable<TestRecord> records) =>
        Build(codec, RecordProducer.None, records);

    public static byte[] Build(CompressionCodec codec, RecordProducer producer, IEnumerable<TestRecord> records)
    {
        using var run = RecordRun.Rent();
        foreach (TestRecord record in records)
        {
            record.WriteTo(run);
        }

        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, new LeaderEpoch(0), int.MaxValue);
        builder.Producer = producer;
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(codec).ToArray();
    }

    public static List<(long Offset, TestRecord Record)> Read(ReadOnlySpan<byte> batches, long from = 0)
    {
        var records = new List<(long, TestRecord)>();
        foreach (Record record in new RecordBatchReader(batches, new Offset(from)))
        {
            records.Add((record.Offset.Value, TestRecord.From(record)));
        }

        return records;
    }

    /// <summary>The batch with one of its header's fields changed, checksum right again.</summary>
    public static byte[] WithHeader(byte[] batch, Func<RecordBatchHeader, RecordBatchHeader> change)
    {
        byte[] copy = [.. batch];
        change(RecordBatchHeader.Read(copy)).Write(copy);
        RecordBatchRewriter.WriteChecksum(copy);
        return copy;
    }

    /// <summary>A batch of these bytes as records, header to match, checksum right.</summary>
    public static byte[] WithPayload(CompressionCodec codec, int recordCount, ReadOnlySpan<byte> payload)
    {
        byte[] batch = [.. new byte[RecordBatchHeader.Size], .. payload];
        new RecordBatchHeader
        {
            SizeBytes = batch.Length,
            Magic = 2,
            Attributes = (short)codec,
            LastOffsetDelta = recordCount - 1,
            ProducerId = -1,
            ProducerEpoch = -1,
            BaseSequence = -1,
            RecordCount = recordCount,
        }.Write(batch);
        RecordBatchRewriter.WriteChecksum(batch);
        return batch;
    }

    private static Gen<TestRecord> Record() =>
        from timestamp in ArbMap.Default.GeneratorFor<long>()
        from key in BytesOrNull()
        from value in BytesOrNull()
        from headers in Header().ArrayOf().Resize(3)
        select new TestRecord(timestamp, key, value, headers);

    private static Gen<TestHeader> Header() =>
        from name in ArbMap.Default.GeneratorFor<byte[]>()
        from value in BytesOrNull()
        select new TestHeader(name, value);

    private static Gen<byte[]?> BytesOrNull() => Gen.Frequency(
        (10, Gen.Constant<byte[]?>(null)),
        (40, ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => (byte[]?)bytes)),
        (4, from size in Gen.Choose(60, 3000) from fill in Gen.Choose(0, 255) select Repeated(size, fill)),
        (1, from size in Gen.Choose(30_000, 70_000) from fill in Gen.Choose(0, 255) select Repeated(size, fill)));

    private static byte[]? Repeated(int size, int fill)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i % 97 == 0 ? i / 97 : fill);
        }

        return bytes;
    }
}
