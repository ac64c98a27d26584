namespace EdgeLog.Mqtt;

/// <summary>
/// What <see cref="MqttStatistics"/> is made of. Added to with interlocked operations, once per socket read.
/// </summary>
internal sealed class MqttCounters
{
    public long ProtocolErrors;
    public long MessagesIn;
    public long BytesIn;
    public long MessagesAcknowledged;
    public long MessagesRefused;
    public long Qos0Dropped;
    public long MessagesRerouted;
    public long DeadLetters;
    public long MessagesFiltered;
    public long MessagesOut;
    public long Qos0DroppedOut;
    public long RecordsMissed;
    public long LastMessageUnixMs;

    /// <summary>Adds to one of the fields.</summary>
    public static void Add(ref long counter, long count)
    {
        if (count != 0)
        {
            Interlocked.Add(ref counter, count);
        }
    }
}
