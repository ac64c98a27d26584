using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>
/// Reads what consumers tell each other in their subscriptions (Kafka's ConsumerProtocolSubscription), of which the
/// coordinator needs the topics only.
/// </summary>
internal static class ConsumerSubscription
{
    /// <summary>The protocol type of groups whose members are consumers.</summary>
    public const string ProtocolType = "consumer";

    /// <summary>The topics subscribed to; none where the bytes are something else.</summary>
    public static List<string> Topics(ReadOnlyMemory<byte> metadata)
    {
        try
        {
            var reader = new KafkaReader(metadata);
            return reader.ReadInt16() >= 0 ? reader.ReadStringArray() : [];
        }
        catch (KafkaProtocolException)
        {
            return [];
        }
    }
}
