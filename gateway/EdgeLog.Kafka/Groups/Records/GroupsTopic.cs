using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Groups.Records;

/// <summary>
/// The topic <c>__consumer_offsets</c>, in Kafka's own format: compacted, one partition, made when first written to.
/// The coordinator's loop's.
/// </summary>
internal sealed class GroupsTopic(LogDirectory log, TimeProvider time)
{
    public const string Name = "__consumer_offsets";

    private const int ReadBytes = 256 * 1024;

    /// <summary>
    /// Reads all records, in order, with the age of each: zero where no trusted clock tells it.
    /// </summary>
    public void Replay(Action<GroupRecord, TimeSpan> apply)
    {
        if (log.Topics.Find(Name) is not { } topic)
        {
            return;
        }

        var buffer = new byte[ReadBytes];
        var partition = topic.Partitions[0];
        for (var next = partition.LogStartOffset; next < partition.HighWatermark;)
        {
            var read = partition.Read(next, buffer);
            if (read.NextBatchBytes > buffer.Length)
            {
                buffer = new byte[read.NextBatchBytes];
                continue;
            }

            if (read.Error != ReadError.None || read.NextOffset <= next)
            {
                break;
            }

            Decode(buffer.AsSpan(0, read.BytesRead), next, apply);
            next = read.NextOffset;
        }
    }

    /// <summary>
    /// Hands records to the log, in one piece; <paramref name="onDone"/> is called from any thread once they are
    /// durable or refused.
    /// </summary>
    public async ValueTask AppendAsync(IReadOnlyList<GroupRecord> records, Action<AppendError> onDone)
    {
        Topic topic;
        try
        {
            topic = log.Topics.Find(Name) ?? await CreateAsync();
        }
        catch (TopicException)
        {
            // No room for its folder, for now.
            onDone(AppendError.StorageFull);
            return;
        }

        var append = new GroupsAppend(onDone) { Run = Encode(records), SizeLimit = AppendSizeLimit.OfLog };
        await topic.Partitions[0].AppendAsync(append, CancellationToken.None);
    }

    private async Task<Topic> CreateAsync()
    {
        // Small segments, so that compaction keeps what a start has to read small.
        var config = new Dictionary<string, string>
        {
            ["cleanup.policy"] = "compact",
            ["segment.bytes"] = "1048576",
        };
        return await log.Topics.CreateAsync(Name, 1, config, CancellationToken.None);
    }

    private RecordRun Encode(IReadOnlyList<GroupRecord> records)
    {
        var run = RecordRun.Rent();
        using var buffer = new KafkaBuffer();
        var stamp = LogClock.StampBy(time);
        foreach (var record in records)
        {
            run.BeginRecord(stamp);
            buffer.Clear();
            var writer = new KafkaWriter(buffer);
            record.Key.Write(ref writer);
            run.WriteKey(buffer.WrittenSpan);
            if (record.Value is null)
            {
                run.WriteNullValue();
            }
            else
            {
                buffer.Clear();
                record.WriteValue(ref writer);
                run.WriteValue(buffer.WrittenSpan);
            }

            run.BeginHeaders(0);
            run.EndRecord();
        }

        return run;
    }

    private void Decode(ReadOnlySpan<byte> batches, Offset from, Action<GroupRecord, TimeSpan> apply)
    {
        using var records = new RecordBatchReader(batches, from);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (Parse(record) is { } parsed)
            {
                apply(parsed, AgeOf(record.TimestampMs));
            }
        }
    }

    private static GroupRecord? Parse(in Record record)
    {
        try
        {
            return GroupRecordKey.Read(record.Key.ToArray()) is { } key
                ? new GroupRecord(key, record.HasValue ? GroupRecord.ReadValue(key, record.Value.ToArray()) : null)
                : null;
        }
        catch (KafkaProtocolException)
        {
            // Not what this version writes: better the other groups than none.
            return null;
        }
    }

    private TimeSpan AgeOf(long timestampMs)
    {
        if (time is LogClock { Status: { IsTrusted: false } or { UncorrectedBoots: > 0 } })
        {
            return TimeSpan.Zero;
        }

        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(timestampMs);
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>One append; gives its run back when it is done.</summary>
    private sealed class GroupsAppend(Action<AppendError> onDone) : AppendRequest
    {
        protected override void OnCompleted(in AppendResult result)
        {
            Run!.Dispose();
            onDone(result.Error);
        }
    }
}
