using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>One topic filter of one session.</summary>
internal sealed record Subscription
{
    public required Session Session { get; init; }

    /// <summary>As the client wrote it, a share's name included.</summary>
    public required string Text { get; init; }

    /// <summary>What topics are matched against.</summary>
    public required TopicFilter Filter { get; init; }

    public required QualityOfService QualityOfService { get; init; }

    public required bool IsNoLocal { get; init; }

    public required bool IsRetainAsPublished { get; init; }

    /// <summary>What the client calls it; 0 where it does not.</summary>
    public uint Identifier { get; init; }

    /// <summary>
    /// Where it begins in partitions that its session had not read to the end when it was made; null where it had read
    /// all, which is usual.
    /// </summary>
    public IReadOnlyDictionary<Partition, Offset>? Floors { get; init; }

    /// <summary>Its options as they are stored: the bits of a SUBSCRIBE.</summary>
    public byte StoredOptions =>
        (byte)((int)QualityOfService | (IsNoLocal ? 4 : 0) | (IsRetainAsPublished ? 8 : 0));

    /// <summary>Whether a record lies before it.</summary>
    public bool IsBefore(Partition partition, Offset offset) =>
        Floors is { } floors && floors.TryGetValue(partition, out var floor) && offset < floor;

    /// <summary>Makes one of what a client asks for, or of what was stored.</summary>
    public static Subscription Of(
        Session session,
        in SubscriptionRequest request,
        uint identifier,
        IReadOnlyDictionary<Partition, Offset>? floors) =>
        new()
        {
            Session = session,
            Text = request.Filter,
            Filter = new TopicFilter(SharedFilter.FilterOf(request.Filter)),
            QualityOfService = request.QualityOfService,
            IsNoLocal = request.IsNoLocal,
            IsRetainAsPublished = request.IsRetainAsPublished,
            Identifier = identifier,
            Floors = floors,
        };
}
