using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Testing;

/// <summary>A real log in a temporary directory, and its records as text.</summary>
public sealed class TemporaryLog : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;

    private TemporaryLog(TemporaryDirectory directory, LogDirectory log)
    {
        _directory = directory;
        Log = log;
    }

    public LogDirectory Log { get; }

    public static async Task<TemporaryLog> OpenAsync()
    {
        var directory = new TemporaryDirectory();
        LogDirectory log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = directory["data"] },
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        return new TemporaryLog(directory, log);
    }

    /// <summary>All records of a topic that are durable; none where there is no such topic.</summary>
    public IReadOnlyList<TextRecord> Read(string topic)
    {
        var records = new List<TextRecord>();
        if (Log.Topics.Find(topic) is not { } found)
        {
            return records;
        }

        foreach (Partition partition in found.Partitions)
        {
            Offset next = partition.LogStartOffset;
            var buffer = new byte[4 * 1024 * 1024];
            while (partition.Read(next, buffer) is { BytesRead: > 0 } result)
            {
                AddRecords(buffer.AsSpan(0, result.BytesRead), next, records);
                next = result.NextOffset;
            }
        }

        return records;
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        _directory.Dispose();
    }

    private static void AddRecords(ReadOnlySpan<byte> batches, Offset from, List<TextRecord> records)
    {
        using var reader = new RecordBatchReader(batches, from);
        while (reader.MoveNext())
        {
            Record record = reader.Current;
            var headers = new List<KeyValuePair<string, string?>>();
            foreach (RecordHeader header in record.Headers)
            {
                string? value = header.HasValue ? Encoding.UTF8.GetString(header.Value) : null;
                headers.Add(new(Encoding.UTF8.GetString(header.Name), value));
            }

            records.Add(new TextRecord(
                record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
                record.HasValue ? Encoding.UTF8.GetString(record.Value) : null)
            {
                TimestampMs = record.TimestampMs,
                Headers = headers,
            });
        }
    }
}
