namespace EdgeLog.PowerCut;

/// <summary>Messages that a client sends together: one at MQTT, a record batch at Kafka.</summary>
/// <param name="First">The first message's number.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Batch(long First, int Count)
{
    public bool Contains(long sequence) => sequence >= First && sequence < First + Count;
}
