using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>
/// A Produce request under construction, frame and all, in one buffer that the socket then takes as it is. Batches of
/// one topic are added one after the other. Version 8 at most: lengths of fixed size can be set when they are known.
/// </summary>
internal sealed class ProduceFrame(string clientId)
{
    /// <summary>The newest version written: the last before compact lengths.</summary>
    public const short VersionMax = 8;

    private const short AcksAll = -1;
    private const int PartitionOverheadBytes = 8;
    private const int TopicOverheadBytes = 6 + (3 * 249);

    private byte[] _room = [];
    private int _position;
    private int _frameStart;
    private int _topicsStart;
    private int _partitionsStart;
    private int _topicCount;
    private int _partitionCount;
    private string? _topic;

    /// <summary>How many batches were added.</summary>
    public int BatchCount { get; private set; }

    /// <summary>The size so far.</summary>
    public int SizeBytes => _position;

    /// <summary>Begins a request in at least <paramref name="roomBytes"/> bytes.</summary>
    public void Begin(short version, int roomBytes, TimeSpan timeout)
    {
        if (_room.Length < roomBytes || _room.Length > 2 * roomBytes)
        {
            _room = GC.AllocateUninitializedArray<byte>(roomBytes);
        }

        _position = 0;
        _topicCount = 0;
        _partitionCount = 0;
        _topic = null;
        BatchCount = 0;
        var writer = new KafkaWriter(_room, ref _position);
        _frameStart = writer.BeginFrame();
        new RequestHeader(ApiKey.Produce, version, 0, clientId).Write(ref writer);
        writer.WriteNullableString(null);
        writer.WriteInt16(AcksAll);
        writer.WriteInt32((int)timeout.TotalMilliseconds);
        _topicsStart = writer.BeginLength();
    }

    /// <summary>The largest batch that still fits.</summary>
    public int RoomBytes => _room.Length - _position - PartitionOverheadBytes - TopicOverheadBytes;

    /// <summary>
    /// Adds a batch, in larger room where it is the first and does not fit; false where it must wait.
    /// </summary>
    public bool TryAdd(TopicPartition target, ReadOnlySpan<byte> batch)
    {
        if (batch.Length > RoomBytes)
        {
            if (BatchCount > 0)
            {
                return false;
            }

            byte[] larger = GC.AllocateUninitializedArray<byte>(
                _position + batch.Length + PartitionOverheadBytes + TopicOverheadBytes);
            _room.AsSpan(0, _position).CopyTo(larger);
            _room = larger;
        }

        var writer = new KafkaWriter(_room, ref _position);
        if (_topic != target.Topic)
        {
            EndTopic(writer);
            _topic = target.Topic;
            _topicCount++;
            writer.WriteString(_topic);
            _partitionsStart = writer.BeginLength();
        }

        writer.WriteInt32(target.Partition);
        writer.WriteBytes(batch);
        _partitionCount++;
        BatchCount++;
        return true;
    }

    /// <summary>Completes the request; the memory is the writer's until it is begun again.</summary>
    public Memory<byte> End()
    {
        var writer = new KafkaWriter(_room, ref _position);
        EndTopic(writer);
        writer.EndLength(_topicsStart, _topicCount);
        writer.EndFrame(_frameStart);
        return _room.AsMemory(0, _position);
    }

    /// <summary>Gives memory back while there is nothing to do.</summary>
    public void Trim() => _room = [];

    private void EndTopic(KafkaWriter writer)
    {
        if (_topic is not null)
        {
            writer.EndLength(_partitionsStart, _partitionCount);
            _partitionCount = 0;
        }
    }
}
