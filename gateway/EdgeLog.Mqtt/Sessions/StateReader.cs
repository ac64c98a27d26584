using System.Buffers.Binary;
using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// Reads <see cref="StateTopic"/> at the start: the last record of each key counts. Used once, by one thread.
/// </summary>
internal sealed class StateReader(MqttServer server)
{
    private const int ReadBytes = 256 * 1024;

    private readonly Dictionary<string, StoredSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Share, Partition Partition), StoredShare> _shares = [];

    private LogDirectory Log => server.State.Log;

    /// <summary>Reads it all, and makes of it what the server knew.</summary>
    public void Load()
    {
        if (server.State.Partition is not { } partition)
        {
            return;
        }

        var buffer = new byte[ReadBytes];
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

            Take(buffer.AsSpan(0, read.BytesRead), next);
            next = read.NextOffset;
        }

        foreach (var (clientId, stored) in _sessions.Where(pair => pair.Value.Exists))
        {
            var session = new Session(clientId, server.State);
            session.Restore(stored);
            server.Delivery.Restore(session);
            server.Sessions.Restore(session, stored);
        }

        foreach (var (key, stored) in _shares)
        {
            server.Delivery.Restore(key.Share, key.Partition, stored);
        }
    }

    private void Take(ReadOnlySpan<byte> batches, Offset from)
    {
        using var records = new RecordBatchReader(batches, from);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Key.StartsWith("retained:"u8))
            {
                TakeRetained(record);
            }
            else if (StateKey.TryParse(record.Key, out var word, out var name, out var detail)
                && (!record.HasValue || (record.Value.Length > 0 && record.Value[0] == StateWriter.Version)))
            {
                Take(record, word, name, detail);
            }
        }
    }

    private void Take(scoped in Record record, string word, string name, string detail)
    {
        var value = new FieldReader(record.HasValue ? record.Value[1..] : default);
        switch (word)
        {
            case "session":
                TakeSession(SessionOf(name), record.HasValue, ref value);
                break;
            case "subscription":
                TakeSubscription(SessionOf(name), detail, record.HasValue, ref value);
                break;
            case "position" when StateKey.FindPartition(Log, detail) is { } partition:
                TakePosition(SessionOf(name), partition, record, ref value);
                break;
            case "incoming":
                SessionOf(name).IncomingIds = ReadIds(ref value);
                break;
            case "will":
                SessionOf(name).Will = record.HasValue ? ReadWill(ref value) : null;
                break;
            case "shared" when StateKey.FindPartition(Log, detail) is { } partition:
                TakeShare((name, partition), record.HasValue, ref value);
                break;
            case "watched" when Guid.TryParseExact(name, "N", out var id) && Log.Topics.Find(id) is { } topic:
                server.Delivery.Restore(topic, ReadOffsets(ref value));
                break;
            default:
                // Of a topic that is no more.
                break;
        }
    }

    private StoredSession SessionOf(string clientId)
    {
        if (!_sessions.TryGetValue(clientId, out var stored))
        {
            _sessions.Add(clientId, stored = new StoredSession());
        }

        return stored;
    }

    private static void TakeSession(StoredSession stored, bool exists, ref FieldReader value)
    {
        stored.Exists = exists;
        if (exists)
        {
            stored.ExpirySeconds = value.ReadUInt32();
            stored.DisconnectedAtMs = ReadInt64(ref value);
        }
    }

    private void TakeSubscription(StoredSession stored, string filter, bool exists, ref FieldReader value)
    {
        if (!exists)
        {
            stored.Subscriptions.Remove(filter);
            return;
        }

        var options = value.ReadByte();
        var identifier = value.ReadUInt32();
        var count = value.ReadUInt32();
        Dictionary<Partition, Offset>? floors = null;
        for (var i = 0; i < count; i++)
        {
            var id = new Guid(value.Take(16), bigEndian: true);
            var index = (int)value.ReadUInt32();
            var offset = new Offset(ReadInt64(ref value));
            if (Log.Topics.Find(id) is { } topic && index < topic.Partitions.Length)
            {
                (floors ??= [])[topic.Partitions[index]] = offset;
            }
        }

        stored.Subscriptions[filter] = new StoredSubscription(options, identifier, floors);
    }

    private static void TakePosition(
        StoredSession stored, Partition partition, scoped in Record record, ref FieldReader value)
    {
        if (!record.HasValue)
        {
            stored.Positions.Remove(partition);
            return;
        }

        var next = new Offset(ReadInt64(ref value));
        List<KeyValuePair<ushort, InFlightMessage>> inFlight = [];
        while (!value.IsAtEnd)
        {
            var id = value.ReadUInt16();
            var flags = value.ReadByte();
            var offset = new Offset(ReadInt64(ref value));
            inFlight.Add(new(id, new InFlightMessage(
                partition, offset, (QualityOfService)(flags & 3), (flags & 4) != 0, ReadInt64(ref value))));
        }

        stored.Positions[partition] = new StoredPosition(next, inFlight, record.Offset);
    }

    private void TakeShare((string, Partition) key, bool exists, ref FieldReader value)
    {
        _shares.Remove(key);
        if (exists)
        {
            var next = new Offset(ReadInt64(ref value));
            _shares.Add(key, new StoredShare(next, ReadOffsets(ref value)));
        }
    }

    private void TakeRetained(scoped in Record record)
    {
        var topic = record.Key["retained:"u8.Length..].ToArray();
        var expiresAtMs = long.MaxValue;
        foreach (var header in record.Headers)
        {
            if (header.Name.SequenceEqual(HeaderNames.MessageExpiry)
                && uint.TryParse(Encoding.UTF8.GetString(header.Value), out var seconds))
            {
                expiresAtMs = record.TimestampMs + (seconds * 1000L);
                break;
            }
        }

        server.Retained.Set(topic, new RetainedPlace(record.Offset, expiresAtMs, !record.HasValue));
    }

    private static WillMessage ReadWill(ref FieldReader value)
    {
        var flags = value.ReadByte();
        var delay = value.ReadUInt32();
        var topicBytes = (int)value.ReadUInt32();
        var propertyBytes = (int)value.ReadUInt32();
        return new WillMessage
        {
            Topic = value.Take(topicBytes).ToArray(),
            Properties = value.Take(propertyBytes).ToArray(),
            Payload = value.Rest.ToArray(),
            QualityOfService = (QualityOfService)(flags & 3),
            IsRetained = (flags & 4) != 0,
            DelaySeconds = delay,
        };
    }

    private static ushort[] ReadIds(ref FieldReader value)
    {
        List<ushort> ids = [];
        while (!value.IsAtEnd)
        {
            ids.Add(value.ReadUInt16());
        }

        return [.. ids];
    }

    private static List<Offset> ReadOffsets(ref FieldReader value)
    {
        List<Offset> offsets = [];
        while (!value.IsAtEnd)
        {
            offsets.Add(new Offset(ReadInt64(ref value)));
        }

        return offsets;
    }

    private static long ReadInt64(ref FieldReader value) => BinaryPrimitives.ReadInt64BigEndian(value.Take(8));
}
