using System.Buffers;
using System.Buffers.Binary;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// Encodes the state of sessions as records (the formats are in the gateway's README). Used by one thread at a time.
/// </summary>
internal sealed class StateWriter(RecordStamp stamp, RecordRun run)
{
    /// <summary>The first byte of each value.</summary>
    public const byte Version = 1;

    private readonly ArrayBufferWriter<byte> _value = new();

    /// <summary>Writes into a run of its own.</summary>
    public StateWriter(RecordStamp stamp)
        : this(stamp, RecordRun.Rent())
    {
    }

    /// <summary>What was written; the caller's, who hands it on or disposes it.</summary>
    public RecordRun Run => run;

    public void WriteSession(Session session, long disconnectedAtMs)
    {
        Begin();
        Add(session.ExpirySeconds);
        Add(disconnectedAtMs);
        End(StateKey.Session(session.ClientId));
    }

    public void WriteSubscription(Session session, Subscription subscription)
    {
        Begin();
        _value.Write([subscription.StoredOptions]);
        Add(subscription.Identifier);
        Add((uint)(subscription.Floors?.Count ?? 0));
        foreach (var (partition, offset) in subscription.Floors ?? new Dictionary<Partition, Offset>())
        {
            _value.Write(partition.Topic.Id.ToByteArray(bigEndian: true));
            Add((uint)partition.Id.Partition);
            Add(offset.Value);
        }

        End(StateKey.Subscription(session.ClientId, subscription.Text));
    }

    /// <summary>Where a session reads on in a partition, and what of it is on its way to the client.</summary>
    public void WritePosition(
        string clientId, Partition partition, Offset next, IEnumerable<KeyValuePair<ushort, InFlightMessage>> inFlight)
    {
        Begin();
        Add(next.Value);
        foreach (var (id, message) in inFlight)
        {
            Add(id);
            _value.Write([(byte)((int)message.QualityOfService | (message.IsReleased ? 4 : 0))]);
            Add(message.Offset.Value);
            Add(message.Sequence);
        }

        End(StateKey.Position(clientId, partition));
    }

    public void WriteShared(string share, Partition partition, Offset next, IEnumerable<Offset> open)
    {
        Begin();
        Add(next.Value);
        foreach (var offset in open)
        {
            Add(offset.Value);
        }

        End(StateKey.Shared(share, partition));
    }

    public void WriteIncoming(string clientId, IReadOnlyCollection<ushort> ids)
    {
        Begin();
        foreach (var id in ids)
        {
            Add(id);
        }

        End(StateKey.Incoming(clientId));
    }

    public void WriteWill(string clientId, WillMessage will)
    {
        Begin();
        _value.Write([(byte)((int)will.QualityOfService | (will.IsRetained ? 4 : 0))]);
        Add(will.DelaySeconds);
        Add((uint)will.Topic.Length);
        Add((uint)will.Properties.Length);
        _value.Write(will.Topic);
        _value.Write(will.Properties);
        _value.Write(will.Payload);
        End(StateKey.Will(clientId));
    }

    /// <summary>That MQTT messages go to a topic, and from which offset of each partition on.</summary>
    public void WriteWatched(Topic topic, IEnumerable<Offset> starts)
    {
        Begin();
        foreach (var start in starts)
        {
            Add(start.Value);
        }

        End(StateKey.Watched(topic));
    }

    /// <summary>Says that there is nothing any more under a key.</summary>
    public void Remove(byte[] key)
    {
        Run.BeginRecord(stamp);
        Run.WriteKey(key);
        Run.WriteNullValue();
        Run.BeginHeaders(0);
        Run.EndRecord();
    }

    private void Begin()
    {
        _value.ResetWrittenCount();
        _value.Write([Version]);
    }

    private void End(byte[] key)
    {
        Run.BeginRecord(stamp);
        Run.WriteKey(key);
        Run.WriteValue(_value.WrittenSpan);
        Run.BeginHeaders(0);
        Run.EndRecord();
    }

    private void Add(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(_value.GetSpan(8), number);
        _value.Advance(8);
    }

    private void Add(uint number)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_value.GetSpan(4), number);
        _value.Advance(4);
    }

    private void Add(ushort number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_value.GetSpan(2), number);
        _value.Advance(2);
    }
}
