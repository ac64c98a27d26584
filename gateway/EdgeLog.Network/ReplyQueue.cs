namespace EdgeLog.Network;

/// <summary>Sends replies in the order of their requests, although they complete in any order; many per send.</summary>
public sealed class ReplyQueue
{
    /// <summary>Replies go to <paramref name="output"/>; at most <paramref name="replyCountMax"/> wait.</summary>
    public ReplyQueue(ConnectionOutput output, int replyCountMax) => throw new NotImplementedException();

    /// <summary>Takes the next place in the order; waits while too many replies are outstanding.</summary>
    public ValueTask EnqueueAsync(Reply reply, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Completes when every reply enqueued so far has been sent.</summary>
    public Task DrainAsync(CancellationToken cancellation) => throw new NotImplementedException();
}
