using System.Buffers;

namespace EdgeLog.Network;

/// <summary>
/// An answer that holds its place in the order of requests while it is being worked out: one Kafka response, or the
/// acknowledgements of one run of MQTT publishes.
/// </summary>
/// <remarks>
/// A reply is enqueued once and completed once, in either order and from any thread; then exactly one of
/// <see cref="Write"/> and <see cref="Discard"/> is called, as the queue's last touch: the object may return itself to
/// a pool there and be enqueued again.
/// </remarks>
public abstract class Reply
{
    private static readonly object Completed = new();

    // Null: neither enqueued nor completed. A ReplyQueue: enqueued there, not completed. Completed: completed.
    private object? _link;

    internal bool IsCompleted => ReferenceEquals(Volatile.Read(ref _link), Completed);

    /// <summary>
    /// Says that the answer is known; it leaves once all before it have left. From any thread, once; never blocks and
    /// never writes on the calling thread.
    /// </summary>
    public void Complete()
    {
        var previous = Interlocked.Exchange(ref _link, Completed);
        if (previous is ReplyQueue queue)
        {
            queue.OnCompleted(this);
        }
    }

    /// <summary>Writes the answer; called once, in order, after <see cref="Complete"/>.</summary>
    protected internal abstract void Write(IBufferWriter<byte> output);

    /// <summary>
    /// The connection is gone and the answer with it; called in place of <see cref="Write"/>, after <see
    /// cref="Complete"/>. Gives back what the reply holds.
    /// </summary>
    protected internal virtual void Discard()
    {
    }

    internal void LinkTo(ReplyQueue queue) => Interlocked.CompareExchange(ref _link, queue, null);

    internal void Unlink() => Volatile.Write(ref _link, null);
}
