using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>The topic <c>__edgelog_gaps</c>: what is appended to it and how it is read.</summary>
internal static class GapTopic
{
    public const string Name = "__edgelog_gaps";

    private const int ReadBytes = 256 * 1024;

    /// <summary>Appends gaps, all or none; returns the refusal, or null once they are durable.</summary>
    public static async Task<string?> AppendAsync(
        Partition partition, IReadOnlyList<Gap> gaps, CancellationToken cancellation)
    {
        using RecordRun run = RecordRun.Rent();
        foreach (Gap gap in gaps)
        {
            Write(run, gap, partition.Clock.Stamp());
        }

        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, cancellation);

        // Not given up halfway: the run's buffer belongs to the log until then.
        AppendResult result = await request.Completion;
        return result.Error == AppendError.None ? null : $"{result.Error} {result.Message}";
    }

    /// <summary>All gaps in the order they were declared; unreadable ones are left out.</summary>
    public static List<Gap> ReadAll(Partition partition)
    {
        var gaps = new List<Gap>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        for (Offset next = partition.LogStartOffset; next < partition.HighWatermark;)
        {
            ReadResult read = partition.Read(next, buffer);
            if (read.NextBatchBytes > buffer.Length)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
                continue;
            }

            if (read.Error != ReadError.None || read.NextOffset <= next)
            {
                break;
            }

            Decode(buffer.AsSpan(0, read.BytesRead), next, gaps);
            next = read.NextOffset;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return gaps;
    }

    private static void Write(RecordRun run, Gap gap, RecordStamp stamp)
    {
        string key = gap.Partition < 0
            ? gap.Topic
            : string.Create(CultureInfo.InvariantCulture, $"{gap.Topic}-{gap.Partition}");
        run.BeginRecord(stamp);
        run.WriteKey(Encoding.UTF8.GetBytes(key));
        run.WriteValue(JsonSerializer.SerializeToUtf8Bytes(GapRecord.Of(gap), GapJson.Default.GapRecord));
        run.BeginHeaders(0);
        run.EndRecord();
    }

    private static void Decode(ReadOnlySpan<byte> batches, Offset from, List<Gap> gaps)
    {
        try
        {
            using var records = new RecordBatchReader(batches, from);
            while (records.MoveNext())
            {
                Record record = records.Current;
                if (Parse(record.Value) is { } gap)
                {
                    // The record's time is corrected where the clock was wrong; the one in its value is not.
                    gaps.Add(gap with { Time = DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs) });
                }
            }
        }
        catch (Exception exception) when (exception is InvalidRecordException or CodecUnavailableException)
        {
            // Whole, but no gap records: a file that was put in their place.
        }
    }

    private static Gap? Parse(ReadOnlySpan<byte> value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, GapJson.Default.GapRecord)?.ToGap();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
