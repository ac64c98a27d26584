using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Reads a partition as a client does, and looks offsets up by time.</summary>
internal static class ModelReading
{
    private const int Lookups = 6;

    /// <summary>All records from an offset on up to an end; what comes into sight meanwhile is left out.</summary>
    public static List<StoredRecord> ReadRecords(this Partition partition, long from, long end)
    {
        var stored = new List<StoredRecord>();
        var buffer = new byte[32 * 1024];
        var offset = new Offset(from);
        while (offset.Value < end)
        {
            ReadResult read = partition.Read(offset, buffer);
            ModelException.ThrowUnless(read.Error == ReadError.None, $"{partition.Id} at {offset}: {read.Error}");
            if (read.NextBatchBytes > 0)
            {
                buffer = new byte[read.NextBatchBytes];
                continue;
            }

            using var reader = new RecordBatchReader(buffer.AsSpan(0, read.BytesRead), offset);
            while (reader.MoveNext() && reader.Current.Offset.Value < end)
            {
                stored.Add(new StoredRecord(reader.Current.Offset.Value, ToModel(reader.Current)));
            }

            ModelException.ThrowUnless(read.NextOffset > offset, $"{partition.Id} at {offset}: reading stands still");
            offset = read.NextOffset;
        }

        return stored;
    }

    /// <summary>Asks for times and compares with what was read up to an end, if that is still the end.</summary>
    public static void CheckLookups(this Partition partition, List<StoredRecord> stored, long end, Random random)
    {
        if (stored.Count == 0)
        {
            return;
        }

        for (int i = 0; i < Lookups; i++)
        {
            long asked = stored[random.Next(stored.Count)].Record.TimestampMs + random.Next(-1, 2);
            int index = stored.FindIndex(record => record.Record.TimestampMs >= asked);
            TimestampedOffset? expected = index < 0
                ? null
                : new TimestampedOffset(new Offset(stored[index].Offset), stored[index].Record.TimestampMs);
            TimestampedOffset? found = partition.FindByTimestamp(asked);
            ModelException.ThrowUnless(
                found == expected || partition.HighWatermark.Value > end,
                $"{partition.Id}: the first at {asked} is {expected}, found {found}");
        }

        long latest = stored.Max(record => record.Record.TimestampMs);
        TimestampedOffset? last = partition.FindMaxTimestamp();
        ModelException.ThrowUnless(
            partition.HighWatermark.Value > end
                || (last is not null
                    && last.Value.TimestampMs == latest
                    && stored.Any(r => r.Offset == last.Value.Offset.Value && r.Record.TimestampMs == latest)),
            $"{partition.Id}: the latest time is {latest}, found {last}");
    }

    private static ModelRecord ToModel(EdgeLog.Records.Record record) => new(
        record.HasKey ? Encoding.ASCII.GetString(record.Key) : null,
        record.HasValue ? Encoding.ASCII.GetString(record.Value) : null,
        record.TimestampMs);
}
