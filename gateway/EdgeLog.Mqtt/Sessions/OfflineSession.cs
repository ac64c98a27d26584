namespace EdgeLog.Mqtt;

/// <summary>A stored session whose client is away.</summary>
/// <param name="Session">The session.</param>
/// <param name="EndsAt">When it ends, as a monotonic time stamp; the highest number: never.</param>
internal sealed record OfflineSession(Session Session, long EndsAt)
{
    /// <summary>What is still to be said for its client; null for nothing.</summary>
    public WillMessage? Will { get; init; }

    /// <summary>When, as a monotonic time stamp.</summary>
    public long WillAt { get; init; }
}
