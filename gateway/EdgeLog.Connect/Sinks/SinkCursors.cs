using System.Buffers;
using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// What a sink has read of its topics and what the other side has: follows the catalog, fills batches, saves positions.
/// The log keeps what is not confirmed as it does for mirrors, under <see cref="KeeperName"/>. Owned by the task's
/// loop; others read <see cref="LagCount"/> and <see cref="GapCount"/>.
/// </summary>
internal sealed partial class SinkCursors
{
    /// <summary>A batch is closed with this much: worth a round trip, little to repeat after a failure.</summary>
    public const int BatchRecordsMax = 1_000;

    private const int BatchBytesMax = 512 * 1024;
    private const int ReadBytes = 64 * 1024;

    private readonly string _name;
    private readonly LogDirectory _log;
    private readonly Func<Topic, bool> _selects;
    private readonly ConnectorStore _store;
    private readonly ILogger _logger;
    private readonly Dictionary<TopicPartition, SinkPosition> _known;
    private volatile SinkCursor[] _cursors = [];
    private long _version = -1;
    private int _turn;

    public SinkCursors(
        string name, LogDirectory log, Func<Topic, bool> selects, ConnectorStore store, ILogger logger)
    {
        _name = name;
        _log = log;
        _selects = selects;
        _store = store;
        _logger = logger;
        _known = store.LoadPositions(name);
        Refresh();
    }

    /// <summary>Wakes the loop when there is more to read.</summary>
    public SinkSignal Signal { get; } = new();

    /// <summary>About how many records are still to be handed over.</summary>
    public long LagCount => _cursors.Sum(cursor => cursor.Lag);

    /// <summary>Records that the log let go before they were handed over.</summary>
    public long GapCount { get; private set; }

    /// <summary>Whether positions have moved since they were saved.</summary>
    public bool HasMoved => Array.Exists(_cursors, cursor => cursor.Confirmed != cursor.Saved);

    /// <summary>A sink's name among those that the log keeps records for.</summary>
    public static string KeeperName(string connector) => $"connector/{connector}";

    /// <summary>Completes when topics come or go.</summary>
    public Task WaitForCatalogAsync(CancellationToken cancellation) =>
        _log.Topics.WaitForChangeAsync(_version, cancellation);

    /// <summary>Follows the catalog.</summary>
    public void Refresh()
    {
        long version = _log.Topics.Version;
        if (version == _version)
        {
            return;
        }

        _version = version;
        var cursors = new List<SinkCursor>();
        foreach (Topic topic in _log.Topics.Snapshot.Values.Where(topic => !topic.IsInternal && _selects(topic)))
        {
            cursors.AddRange(topic.Partitions.Select(partition =>
                Array.Find(_cursors, known => known.Source == partition) ?? Follow(topic, partition)));
        }

        foreach (SinkCursor gone in _cursors.Except(cursors))
        {
            gone.Source.RemoveListener(Signal);
        }

        _cursors = [.. cursors.OrderBy(cursor => cursor.Source.Id.Topic, StringComparer.Ordinal)
            .ThenBy(cursor => cursor.Source.Id.Partition)];
    }

    /// <summary>Reads again from what the other side has.</summary>
    public void Rewind()
    {
        foreach (SinkCursor cursor in _cursors)
        {
            cursor.Read = cursor.Confirmed;
        }
    }

    /// <summary>Fills a batch, each partition in its turn; it stays empty where nothing is new.</summary>
    public void Fill(SinkBatch batch)
    {
        SinkCursor[] cursors = _cursors;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            for (int i = 0; i < cursors.Length && !IsFull(batch); i++)
            {
                SinkCursor cursor = cursors[_turn++ % cursors.Length];
                while (!IsFull(batch) && cursor.Read.Next < cursor.Source.HighWatermark)
                {
                    if (!TryRead(cursor, batch, ref buffer))
                    {
                        break;
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The other side has the first records of a batch, and all of it where <paramref name="unconfirmed"/> is empty.
    /// </summary>
    public void Confirm(IEnumerable<SinkRecord> unconfirmed)
    {
        foreach (SinkCursor cursor in _cursors)
        {
            SinkRecord? first = unconfirmed.FirstOrDefault(record => record.Cursor == cursor);
            cursor.Confirmed = first is null ? cursor.Read : cursor.Read with { Next = first.Offset };
        }
    }

    /// <summary>Saves what is confirmed; only then may the log let go of it.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        List<(SinkCursor Cursor, SinkPosition Position)> moved =
        [
            .. _cursors.Where(cursor => cursor.Confirmed != cursor.Saved).Select(cursor => (cursor, cursor.Confirmed)),
        ];
        if (moved.Count == 0)
        {
            return;
        }

        await _store.SavePositionsAsync(
            _name, moved.Select(one => (one.Cursor.Source.Id, one.Position)), cancellation);
        foreach ((SinkCursor cursor, SinkPosition position) in moved)
        {
            cursor.Saved = position;
            _log.Mirrors.Confirm(KeeperName(_name), cursor.Source, position.Next);
        }
    }

    /// <summary>Stops listening to the log.</summary>
    public void Forget()
    {
        foreach (SinkCursor cursor in _cursors)
        {
            cursor.Source.RemoveListener(Signal);
        }
    }

    private static bool IsFull(SinkBatch batch) =>
        batch.Count >= BatchRecordsMax || batch.SizeBytes >= BatchBytesMax;

    private bool TryRead(SinkCursor cursor, SinkBatch batch, ref byte[] buffer)
    {
        SinkPosition position = cursor.Read;
        ReadResult read = cursor.Source.Read(position.Next, buffer);
        switch (read.Error)
        {
            case ReadError.None when read.BytesRead == 0 && read.NextBatchBytes > buffer.Length:
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
                return true;
            case ReadError.None:
                // Where no bytes come nothing is left up to there: it is damaged, and declared.
                cursor.Read = read.BytesRead == 0
                    ? position with { Next = read.NextOffset }
                    : Take(cursor, batch, buffer.AsSpan(0, read.BytesRead));
                return cursor.Read != position;
            case ReadError.OffsetOutOfRange when position.Next < cursor.Source.LogStartOffset:
                Offset start = cursor.Source.LogStartOffset;
                GapCount += start - position.Next;
                LogGap(_logger, _name, cursor.Source.Id.ToString(), position.Next.Value, start.Value - 1);
                cursor.Read = position with { Next = start };
                return true;
            case ReadError.Corrupt:
                throw new InvalidDataException(
                    $"{cursor.Source.Id} is damaged at offset {position.Next}; it is being set apart.");
            default:
                return false;
        }
    }

    /// <summary>Adds the records of a read; gives back where to read on.</summary>
    private SinkPosition Take(SinkCursor cursor, SinkBatch batch, ReadOnlySpan<byte> batches)
    {
        using var records = new RecordBatchReader(batches, cursor.Read.Next);
        SinkPosition position = cursor.Read;
        try
        {
            while (records.MoveNext())
            {
                SinkRecord added = batch.Add();
                Copy(records.Current, cursor.Source, added);
                added.Cursor = cursor;
                added.Source = cursor.Source.Id;
                added.Offset = records.Current.Offset;
                batch.CountBytes(records.Current.EncodedBody.Length);
                position = new SinkPosition(
                    cursor.Source.Topic.Id, records.CurrentBatch.PartitionLeaderEpoch, added.Offset + 1);
            }
        }
        catch (InvalidRecordException problem)
        {
            // A producer's compressed batch may turn out undecodable; the next one is fine again.
            Offset next = records.CurrentBatch.NextOffset;
            LogUndecodable(_logger, _name, cursor.Source.Id.ToString(), next.Value - 1, problem);
            GapCount += Math.Max(0, next - position.Next);
            return position with { Next = next > position.Next ? next : position.Next + 1 };
        }

        Offset end = records.CurrentBatch.NextOffset;
        return position with { Next = end > position.Next ? end : position.Next };
    }

    private static void Copy(scoped in Record record, Partition source, SinkRecord copy)
    {
        RawRecord input = copy.Input;
        input.Topic = source.Id.Topic;
        input.Key = CopyOf(record.HasKey, record.Key);
        input.Value = CopyOf(record.HasValue, record.Value);
        input.TimestampMs = record.TimestampMs;
        foreach (RecordHeader header in record.Headers)
        {
            input.Headers.Add(new RawHeader(header.Name.ToArray(), CopyOf(header.HasValue, header.Value)));
        }
    }

    // A null array would become empty bytes, which are something else than none.
    private static ReadOnlyMemory<byte>? CopyOf(bool isThere, ReadOnlySpan<byte> bytes)
    {
        if (!isThere)
        {
            return null;
        }

        return bytes.ToArray();
    }

    private SinkCursor Follow(Topic topic, Partition partition)
    {
        SinkPosition start = FindStart(topic, partition);
        _log.Mirrors.Confirm(KeeperName(_name), partition, start.Next);
        partition.AddListener(Signal);
        return new SinkCursor(partition, start);
    }

    private SinkPosition FindStart(Topic topic, Partition partition)
    {
        if (!_known.TryGetValue(partition.Id, out SinkPosition known) || known.TopicId != topic.Id)
        {
            return new SinkPosition(topic.Id, LeaderEpoch.None, partition.LogStartOffset);
        }

        // The log may have lost its tail, and have grown past the position since.
        Offset end = partition.HighWatermark;
        if (known.LeaderEpoch >= default(LeaderEpoch))
        {
            (LeaderEpoch _, Offset agreed) = partition.EndOffsetFor(known.LeaderEpoch);
            end = agreed.Value >= 0 && agreed < end ? agreed : end;
        }

        if (known.Next <= end)
        {
            return known;
        }

        LogTailLost(
            _logger, _name, partition.Id.ToString(), partition.HighWatermark.Value, known.Next.Value, end.Value);
        return known with { Next = end };
    }
}
