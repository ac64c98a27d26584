using System.Buffers;

namespace EdgeLog.Network;

/// <summary>
/// An answer that holds its place in the order of requests while it is being worked out: one Kafka response, or the
/// acknowledgements of one run of MQTT publishes.
/// </summary>
public abstract class Reply
{
    /// <summary>Says that the answer is known; it leaves once all before it have left. From any thread, once.</summary>
    public void Complete() => throw new NotImplementedException();

    /// <summary>Writes the answer; called once, in order, after <see cref="Complete"/>.</summary>
    protected internal abstract void Write(IBufferWriter<byte> output);
}
