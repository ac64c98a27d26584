using System.Buffers;
using System.Text;
using System.Text.Json;
using EdgeLog.Records;

namespace EdgeLog.Connect;

/// <summary>
/// What connectors keep in <c>__edgelog_connect</c>, in Connect's words. Positions of sinks: key
/// <c>["uplink",{"kafka_partition":0,"kafka_topic":"t"}]</c>, value <c>{"kafka_offset":N}</c> with N the next offset,
/// beside it topic id and leader epoch. States: key <c>target-state-uplink</c>, value <c>{"state":"PAUSED"}</c>.
/// </summary>
internal static class ConnectorRecords
{
    private const string StatePrefix = "target-state-";

    public static byte[] StateKey(string connector) => Encoding.UTF8.GetBytes(StatePrefix + connector);

    public static byte[] StateValue(ConnectorState state) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("state", state.ToString().ToUpperInvariant());
        json.WriteEndObject();
    });

    public static byte[] PositionKey(string connector, TopicPartition partition) => Write(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue(connector);
        json.WriteStartObject();
        json.WriteNumber("kafka_partition", partition.Partition);
        json.WriteString("kafka_topic", partition.Topic);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    public static byte[] PositionValue(SinkPosition position) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("kafka_offset", position.Next.Value);
        json.WriteString("topic_id", position.TopicId);
        json.WriteNumber("leader_epoch", position.LeaderEpoch.Value);
        json.WriteEndObject();
    });

    /// <summary>The connector whose state the record tells, and whether that is paused; else null.</summary>
    public static (string Connector, bool IsPaused)? ReadState(scoped in Record record)
    {
        if (!record.Key.StartsWith("target-state-"u8))
        {
            return null;
        }

        var connector = Encoding.UTF8.GetString(record.Key[StatePrefix.Length..]);
        var isPaused = Parse(record.Value) is { ValueKind: JsonValueKind.Object } value
            && value.TryGetProperty("state", out JsonElement state)
            && state.ValueKind == JsonValueKind.String
            && state.GetString() == "PAUSED";
        return (connector, isPaused);
    }

    /// <summary>The position that the record tells; null for another record.</summary>
    public static (string Connector, TopicPartition Partition, SinkPosition Position)? ReadPosition(
        scoped in Record record)
    {
        try
        {
            return record.Key.StartsWith("["u8)
                && Parse(record.Key) is { ValueKind: JsonValueKind.Array } key
                && key.GetArrayLength() == 2
                && key[1].TryGetProperty("kafka_topic", out JsonElement topic)
                && key[1].TryGetProperty("kafka_partition", out JsonElement partition)
                && Parse(record.Value) is { ValueKind: JsonValueKind.Object } value
                ? (
                    key[0].GetString()!,
                    new TopicPartition(topic.GetString()!, partition.GetInt32()),
                    new SinkPosition(
                        value.GetProperty("topic_id").GetGuid(),
                        new LeaderEpoch(value.GetProperty("leader_epoch").GetInt32()),
                        new Offset(value.GetProperty("kafka_offset").GetInt64())))
                : null;
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static JsonElement? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
