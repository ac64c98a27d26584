using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Records with keys: written loose or as batches of any kind, and read back.</summary>
internal static class KeyedAppends
{
    public const long FirstTimestampMs = 1_767_000_000_000;

    public static async Task<long> PutAsync(this Partition partition, string? key, string? value)
    {
        AppendResult result = await partition.TryPutAsync(key, value);
        Assert.Equal(AppendError.None, result.Error);
        return result.BaseOffset.Value;
    }

    public static async Task<AppendResult> TryPutAsync(this Partition partition, string? key, string? value)
    {
        using RecordRun run = MakeRun([(key, value)]);
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        return await request.Completion.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public static async Task<long> PutBatchAsync(this Partition partition, byte[] batch)
    {
        AppendResult result = await partition.AppendBatchAsync(batch);
        Assert.True(result.Error == AppendError.None, $"{result.Error}: {result.Message}");
        return result.BaseOffset.Value;
    }

    /// <summary>Appends a batch that only the transaction coordinator may write: unchecked, as it will be.</summary>
    public static async Task<long> PutMarkerAsync(
        this LogDirectory log, Partition partition, long producerId, TransactionOutcome outcome)
    {
        byte[] batch = new EndTransactionMarker
        {
            ProducerId = producerId,
            ProducerEpoch = 0,
            Outcome = outcome,
            TimestampMs = FirstTimestampMs,
        }.ToBatch();
        var request = new AwaitedAppend { Batch = batch, Partition = partition };
        request.StoredBatch = batch;
        request.SizeBytes = batch.Length + JournalEntry.BlockHeaderSize;
        await log.Inbox.AddAsync(request, CancellationToken.None);
        AppendResult result = await request.Completion.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(AppendError.None, result.Error);
        return result.BaseOffset.Value;
    }

    public static byte[] MakeBatch(
        IEnumerable<(string? Key, string? Value)> records,
        CompressionCodec codec = CompressionCodec.None,
        RecordProducer? producer = null,
        bool isTransactional = false)
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, 4 * 1024 * 1024);
        builder.Producer = producer ?? RecordProducer.None;
        builder.IsTransactional = isTransactional;
        using RecordRun run = MakeRun(records);
        foreach (RecordRunEntry entry in run.Read())
        {
            Assert.True(builder.TryAdd(entry));
        }

        return builder.Build(codec).ToArray();
    }

    public static List<KeyedRecord> ReadKeyed(this Partition partition)
    {
        var records = new List<KeyedRecord>();
        partition.ReadBatches((batch, from) =>
        {
            using var reader = new RecordBatchReader(batch.Bytes, from);
            while (reader.MoveNext())
            {
                EdgeLog.Records.Record record = reader.Current;
                records.Add(new KeyedRecord(
                    record.Offset.Value,
                    record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
                    record.HasValue ? Encoding.UTF8.GetString(record.Value) : null));
            }
        });
        return records;
    }

    public static List<RecordBatchHeader> ReadHeaders(this Partition partition)
    {
        var headers = new List<RecordBatchHeader>();
        partition.ReadBatches((batch, _) => headers.Add(batch.Header));
        return headers;
    }

    /// <summary>The latest value of each key.</summary>
    public static Dictionary<string, string> Latest(this Partition partition)
    {
        var latest = new Dictionary<string, string>();
        foreach (KeyedRecord record in partition.ReadKeyed())
        {
            if (record.Value is null)
            {
                latest.Remove(record.Key!);
            }
            else
            {
                latest[record.Key!] = record.Value;
            }
        }

        return latest;
    }

    public delegate void BatchVisitor(RecordBatch batch, Offset from);

    public static void ReadBatches(this Partition partition, BatchVisitor visit)
    {
        var buffer = new byte[256 * 1024];
        Offset offset = partition.LogStartOffset;
        while (offset < partition.HighWatermark)
        {
            ReadResult read = partition.Read(offset, buffer);
            Assert.Equal(ReadError.None, read.Error);
            if (read.NextBatchBytes > 0)
            {
                buffer = new byte[read.NextBatchBytes];
                continue;
            }

            foreach (RecordBatch batch in new RecordBatchEnumerator(buffer.AsSpan(0, read.BytesRead)))
            {
                visit(batch, offset);
            }

            Assert.True(read.NextOffset > offset);
            offset = read.NextOffset;
        }
    }

    private static RecordRun MakeRun(IEnumerable<(string? Key, string? Value)> records)
    {
        RecordRun run = RecordRun.Rent();
        foreach ((string? key, string? value) in records)
        {
            run.BeginRecord(FirstTimestampMs);
            if (key is null)
            {
                run.WriteNullKey();
            }
            else
            {
                run.WriteKey(Encoding.UTF8.GetBytes(key));
            }

            if (value is null)
            {
                run.WriteNullValue();
            }
            else
            {
                run.WriteValue(Encoding.UTF8.GetBytes(value));
            }

            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }
}
