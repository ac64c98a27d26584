using EdgeLog.Records;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Mqtt;

/// <summary>
/// Live delivery to subscribers: the subscriptions, and a dispatcher for each partition that MQTT messages go to while
/// there is anyone to deliver to. Any thread, under one short lock.
/// </summary>
internal sealed class LiveDelivery(LogDirectory log, MqttLimits limits, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Partition> _watched = [];
    private IReadOnlyList<string> _announced = [TopicNames.Unrouted];
    private readonly Dictionary<Partition, PartitionDispatcher> _dispatchers = [];

    public SubscriptionTree Subscriptions { get; } = new(limits.CachedTopicsMax);

    public RetainedMessages Retained { get; } = new(limits, time);

    /// <summary>
    /// Names topics that are MQTT's whether or not a message has gone there: what Kafka clients produce there, with the
    /// MQTT topic in its header, is for subscribers too.
    /// </summary>
    public void Announce(IReadOnlyList<string> topics) => Volatile.Write(ref _announced, topics);

    /// <summary>
    /// Says that messages go to a topic: subscribers, now or later, get what is appended from here on.
    /// </summary>
    public void Watch(Topic topic)
    {
        lock (_lock)
        {
            foreach (var partition in topic.Partitions)
            {
                if (_watched.Add(partition) && Subscriptions.Count > 0)
                {
                    Start(partition);
                }
            }
        }
    }

    /// <summary>
    /// Adds a subscription, live from what is durable now. Returns it where its options ask for retained messages,
    /// which
    /// <see cref="RetainedMessages.DeliverTo"/> brings; else null.
    /// </summary>
    public Subscription? Add(Session session, in SubscriptionRequest request)
    {
        bool isNew;
        Subscription subscription;
        foreach (var name in Volatile.Read(ref _announced))
        {
            if (log.Topics.Find(name) is { } topic)
            {
                Watch(topic);
            }
        }

        lock (_lock)
        {
            if (Subscriptions.Count == 0)
            {
                StartAll();
            }

            isNew = !session.HasSubscription(request.Filter);
            subscription = new Subscription
            {
                Session = session,
                Filter = new TopicFilter(request.Filter),
                QualityOfService = (QualityOfService)Math.Min((int)request.QualityOfService, 1),
                IsNoLocal = request.IsNoLocal,
                IsRetainAsPublished = request.IsRetainAsPublished,
                Floors = Floors(),
            };
            session.Add(subscription);
            Subscriptions.Add(subscription);
        }

        return request.RetainHandling == 0 || (request.RetainHandling == 1 && isNew) ? subscription : null;
    }

    /// <summary>Removes a subscription; false where there is none of that filter.</summary>
    public bool Remove(Session session, string filter)
    {
        lock (_lock)
        {
            var subscription = session.Remove(filter);
            if (subscription is null || !Subscriptions.Remove(session, subscription.Filter))
            {
                return false;
            }

            StopIfUnused();
            return true;
        }
    }

    /// <summary>Removes all of a session.</summary>
    public void RemoveAll(Session session)
    {
        foreach (var filter in session.SubscriptionsSnapshot())
        {
            Remove(session, filter.Filter.Text);
        }
    }

    /// <summary>Delivers a message that is not stored.</summary>
    public void Deliver(scoped LiveMessage message)
    {
        foreach (var subscriber in Subscriptions.Match(message.Topic))
        {
            subscriber.Session.DeliverUnstored(
                message, subscriber.Subscription, message.IsRetained && subscriber.Subscription.IsRetainAsPublished);
        }
    }

    private void StartAll()
    {
        _watched.RemoveWhere(partition => partition.IsDeleted);
        foreach (var partition in _watched)
        {
            Start(partition);
        }
    }

    private void Start(Partition partition)
    {
        var dispatcher = new PartitionDispatcher(partition, Subscriptions, time, logger);
        _dispatchers.Add(partition, dispatcher);
        partition.AddListener(dispatcher);

        // It may have moved between the dispatcher's look at it and the listener.
        dispatcher.OnHighWatermarkMoved(partition);
    }

    private void StopIfUnused()
    {
        if (Subscriptions.Count > 0)
        {
            return;
        }

        foreach (var (partition, dispatcher) in _dispatchers)
        {
            partition.RemoveListener(dispatcher);
            dispatcher.Stop();
        }

        _dispatchers.Clear();
    }

    private Dictionary<Partition, Offset>? Floors()
    {
        Dictionary<Partition, Offset>? floors = null;
        foreach (var (partition, dispatcher) in _dispatchers)
        {
            var durable = partition.HighWatermark;
            if (dispatcher.Next < durable)
            {
                floors ??= [];
                floors.Add(partition, durable);
            }
        }

        return floors;
    }
}
