using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// A session that wants a topic, however many of its subscriptions match it: a message goes to it once. Immutable.
/// </summary>
internal sealed class Subscriber
{
    private readonly Subscription[] _subscriptions;
    private readonly DeliveryTerms _terms;
    private readonly bool _hasFloors;

    public Subscriber(Session session, IEnumerable<Subscription> subscriptions)
    {
        Session = session;
        _subscriptions = [.. subscriptions];
        _terms = DeliveryTerms.Of(_subscriptions);
        _hasFloors = _subscriptions.Any(s => s.Floors is not null);
    }

    public Session Session { get; }

    /// <summary>How it wants a message that is not in the log.</summary>
    public DeliveryTerms Terms => _terms;

    /// <summary>How it wants a record; null where all of the subscriptions begin behind it.</summary>
    public DeliveryTerms? TermsAt(Partition partition, Offset offset)
    {
        if (!_hasFloors)
        {
            return _terms;
        }

        var begun = Array.FindAll(_subscriptions, s => !s.IsBefore(partition, offset));
        return begun.Length == 0 ? null : DeliveryTerms.Of(begun);
    }
}
