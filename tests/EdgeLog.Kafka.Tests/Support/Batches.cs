using System.Text;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>Makes the record batches that tests produce and reads those they fetch.</summary>
internal static class Batches
{
    public const long TimestampMs = 1_700_000_000_000;

    public static byte[] Of(params string[] values) => Of(RecordProducer.None, CompressionCodec.None, values);

    public static byte[] Of(RecordProducer producer, params string[] values) =>
        Of(producer, CompressionCodec.None, values);

    /// <summary>Records without key, a second apart from <see cref="TimestampMs"/> on.</summary>
    public static byte[] Of(RecordProducer producer, CompressionCodec codec, params string[] values)
    {
        using var run = RecordRun.Rent();
        var timestampMs = TimestampMs;
        foreach (var value in values)
        {
            run.BeginRecord(timestampMs);
            run.WriteNullKey();
            run.WriteValue(Encoding.UTF8.GetBytes(value));
            run.BeginHeaders(0);
            run.EndRecord();
            timestampMs += 1_000;
        }

        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, new LeaderEpoch(-1), int.MaxValue);
        builder.Producer = producer;
        foreach (var entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(codec).ToArray();
    }

    /// <summary>One record of about <paramref name="sizeBytes"/>.</summary>
    public static byte[] Large(int sizeBytes) => Of(new string('x', sizeBytes));

    public static string[] Values(FetchedPartition partition, long from)
    {
        Assert.Equal(ErrorCode.None, partition.ErrorCode);
        var values = new List<string>();
        foreach (var record in new RecordBatchReader(partition.Records.GetValueOrDefault().Span, new Offset(from)))
        {
            values.Add(Encoding.UTF8.GetString(record.Value));
        }

        return [.. values];
    }

    /// <summary>How many whole batches there are, and that nothing is cut off.</summary>
    public static int Count(FetchedPartition partition)
    {
        var records = partition.Records.GetValueOrDefault().Span;
        var count = 0;
        for (; !records.IsEmpty; count++)
        {
            records = records[RecordBatchHeader.Read(records).SizeBytes..];
        }

        return count;
    }
}
