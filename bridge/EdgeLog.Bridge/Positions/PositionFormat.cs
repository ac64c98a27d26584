using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>
/// Positions as records, in Connect's source offset format, which MirrorMaker 2 uses too: key
/// <c>["mirror",{"cluster":"press-7","partition":0,"topic":"t"}]</c>, value <c>{"offset":N}</c> with N the last offset
/// mirrored; beside it the source topic's id (Kafka's text form), the leader epoch and the gateway.
/// </summary>
internal static class PositionFormat
{
    public static byte[] WriteKey(PositionKey key)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(key.Mirror);
            json.WriteStartObject();
            json.WriteString("cluster", key.Cluster);
            json.WriteNumber("partition", key.Partition.Partition);
            json.WriteString("topic", key.Partition.Topic);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] WriteValue(Position position, Guid gateway)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("offset", position.Next.Value - 1);
            json.WriteString("topicId", WriteTopicId(position.TopicId));
            json.WriteNumber("leaderEpoch", position.LeaderEpoch.Value);
            json.WriteString("gateway", gateway);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for what is somebody else's: another connector's offset, or no offset at all.</summary>
    public static PositionEntry? Read(in Record record)
    {
        try
        {
            return record.HasKey && ReadKey(record.Key) is { } key ? ReadEntry(key, record) : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PositionEntry? ReadEntry(PositionKey key, in Record record)
    {
        if (!record.HasValue)
        {
            return new PositionEntry(key, null, Guid.Empty);
        }

        var reader = new Utf8JsonReader(record.Value);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement value = document.RootElement;
        bool isOurs = value.ValueKind == JsonValueKind.Object
            & value.TryGetProperty("offset", out JsonElement offset)
            & value.TryGetProperty("topicId", out JsonElement topicId)
            & value.TryGetProperty("leaderEpoch", out JsonElement leaderEpoch)
            & value.TryGetProperty("gateway", out JsonElement gateway);
        return isOurs
            ? new PositionEntry(
                key,
                new Position(
                    ReadTopicId(topicId.GetString()!), new LeaderEpoch(leaderEpoch.GetInt32()),
                    new Offset(offset.GetInt64() + 1)),
                gateway.GetGuid())
            : null;
    }

    private static PositionKey? ReadKey(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement key = document.RootElement;
        if (key.ValueKind != JsonValueKind.Array
            || key.GetArrayLength() != 2
            || key[1].ValueKind != JsonValueKind.Object
            || !key[1].TryGetProperty("cluster", out JsonElement cluster)
            || !key[1].TryGetProperty("partition", out JsonElement partition)
            || !key[1].TryGetProperty("topic", out JsonElement topic))
        {
            return null;
        }

        return new PositionKey(
            key[0].GetString()!, cluster.GetString()!, new TopicPartition(topic.GetString()!, partition.GetInt32()));
    }

    /// <summary>Kafka's text form of an id: its sixteen bytes in URL-safe base 64 without padding.</summary>
    private static string WriteTopicId(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    private static Guid ReadTopicId(string text) => new(Base64Url.DecodeFromChars(text), bigEndian: true);
}
