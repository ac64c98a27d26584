using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// A session that wants a topic, however many of its subscriptions match it: a message goes to it once.
/// </summary>
internal readonly record struct Subscriber(Session Session, Subscription Subscription)
{
    /// <summary>The one of two subscriptions of a session that gives it more.</summary>
    public static Subscription Stronger(Subscription left, Subscription right)
    {
        var strong = left.QualityOfService >= right.QualityOfService ? left : right;
        return strong with
        {
            IsNoLocal = left.IsNoLocal && right.IsNoLocal,
            IsRetainAsPublished = left.IsRetainAsPublished || right.IsRetainAsPublished,
            Floors = left.Floors is null || right.Floors is null ? null : strong.Floors,
        };
    }

    /// <summary>Whether a record lies before the subscription.</summary>
    public bool IsBeforeStart(Partition partition, Offset offset) =>
        Subscription.Floors is { } floors && floors.TryGetValue(partition, out var floor) && offset < floor;
}
