using System.Buffers;
using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>The catalog's own topic: what is appended to it and how it is replayed.</summary>
internal static class CatalogLog
{
    public const string TopicName = "__edgelog_catalog";
    public const string TopicKeyPrefix = "topic:";
    public const string ProducerIdsKey = "producer-ids";

    /// <summary>On a tombstone: the deleted topic's id, whose own record compaction may have removed.</summary>
    private static ReadOnlySpan<byte> DeletedIdHeader => "id"u8;

    /// <summary>The catalog cannot hold its own id, so it is the same everywhere.</summary>
    public static Guid TopicId { get; } = new("ed6e106c-a7a1-4f60-8c00-000000000001");

    /// <summary>
    /// The catalog's own settings, which nobody changes: compacted, in small segments, so that a start reads little
    /// however many changes there were.
    /// </summary>
    public static TopicConfig Config { get; } = TopicConfig.Create(
        TopicConfig.Default,
        [
            new(TopicSettings.CleanupPolicy, "compact"),
            new(TopicSettings.SegmentBytes, "1048576"),
        ]);

    /// <summary>Appends one record; completes when it is durable.</summary>
    public static async Task AppendAsync(Partition catalog, CatalogEntry entry, CancellationToken cancellation)
    {
        using RecordRun run = RecordRun.Rent();
        Write(run, entry, catalog.Clock.Stamp());
        var request = new AwaitedAppend { Run = run };
        await catalog.AppendAsync(request, cancellation);
        AppendResult result = await request.Completion;
        if (result.Error != AppendError.None)
        {
            throw new StorageException(
                $"The topic catalog could not be written: {result.Error}. {result.Message} Nothing was changed.");
        }
    }

    /// <summary>Reads the catalog from its start to its end.</summary>
    public static IEnumerable<CatalogEntry> ReadAll(Partition catalog)
    {
        Offset offset = catalog.LogStartOffset;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1024 * 1024, catalog.Topic.Config.MaxMessageBytes));
        var entries = new List<CatalogEntry>();
        while (offset < catalog.HighWatermark)
        {
            ReadResult read = catalog.Read(offset, buffer);
            if (read.NextBatchBytes > buffer.Length)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
                continue;
            }

            // What cannot be read is lost; topics are brought back from their folders.
            if (read.Error != ReadError.None)
            {
                break;
            }

            Decode(buffer.AsSpan(0, read.BytesRead), offset, entries);
            offset = read.NextOffset;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return entries;
    }

    private static void Write(RecordRun run, CatalogEntry entry, RecordStamp stamp)
    {
        run.BeginRecord(stamp);
        run.WriteKey(Encoding.UTF8.GetBytes(entry.Key));
        if (entry.Value is null)
        {
            run.WriteNullValue();
        }
        else
        {
            run.WriteValue(entry.Value);
        }

        run.BeginHeaders(entry.DeletedId is null ? 0 : 1);
        if (entry.DeletedId is not null)
        {
            run.WriteHeader(DeletedIdHeader, Encoding.UTF8.GetBytes(entry.DeletedId));
        }

        run.EndRecord();
    }

    private static void Decode(ReadOnlySpan<byte> batches, Offset from, List<CatalogEntry> entries)
    {
        try
        {
            using var records = new RecordBatchReader(batches, from);
            while (records.MoveNext())
            {
                Record record = records.Current;
                entries.Add(new CatalogEntry(
                    Encoding.UTF8.GetString(record.Key), record.HasValue ? record.Value.ToArray() : null)
                {
                    DeletedId = DeletedIdOf(record),
                });
            }
        }
        catch (Exception exception) when (exception is InvalidRecordException or CodecUnavailableException)
        {
            // Whole, but not the catalog's: a file that was put in its place.
        }
    }

    private static string? DeletedIdOf(scoped in Record record)
    {
        foreach (RecordHeader header in record.Headers)
        {
            if (header.Name.SequenceEqual(DeletedIdHeader))
            {
                return Encoding.UTF8.GetString(header.Value);
            }
        }

        return null;
    }
}
