namespace EdgeLog.Network.Security;

/// <summary>What <see cref="SecurityStatistics"/> is made of. Added to with interlocked operations.</summary>
internal sealed class AccessCounters
{
    public long LoginsAccepted;
    public long LoginsRefused;
    public long LoginsThrottled;
    public long PublishesDenied;
    public long SubscriptionsDenied;
    public long DeliveriesWithheld;
    public long KafkaDenied;
    public long ConnectionsDropped;

    /// <summary>Adds one to one of the fields.</summary>
    public static void Add(ref long counter) => Interlocked.Increment(ref counter);

    public SecurityStatistics Copy() => new()
    {
        LoginsAccepted = Volatile.Read(ref LoginsAccepted),
        LoginsRefused = Volatile.Read(ref LoginsRefused),
        LoginsThrottled = Volatile.Read(ref LoginsThrottled),
        PublishesDenied = Volatile.Read(ref PublishesDenied),
        SubscriptionsDenied = Volatile.Read(ref SubscriptionsDenied),
        DeliveriesWithheld = Volatile.Read(ref DeliveriesWithheld),
        KafkaDenied = Volatile.Read(ref KafkaDenied),
        ConnectionsDropped = Volatile.Read(ref ConnectionsDropped),
    };
}
