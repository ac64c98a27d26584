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
    private readonly HashSet<Partition> _seen = [];
    private readonly Dictionary<Partition, PartitionDispatcher> _dispatchers = [];
    private RouteTable? _routes;
    private long _catalogVersion = -1;

    public SubscriptionTree Subscriptions { get; } = new(limits.CachedTopicsMax);

    public RetainedMessages Retained { get; } = new(limits, time);

    /// <summary>Finds the MQTT topics of what Kafka clients produced.</summary>
    public BackwardRoutes Routes { get; } = new(limits.CachedTopicsMax);

    /// <summary>
    /// Puts routes into force: the topics they lead to are MQTT's whether or not a message has gone there, and what
    /// Kafka clients produce there is for subscribers too.
    /// </summary>
    public void Announce(RouteTable routes)
    {
        lock (_lock)
        {
            // By the old routes first, so that only what the new ones add starts from its end.
            Refresh();
            Routes.Use(routes);
            _routes = routes;
            foreach (var topic in log.Topics.Snapshot.Values.Where(topic => routes.LeadsTo(topic.Name)))
            {
                WatchAll(topic);
            }
        }
    }

    /// <summary>Watches topics that come to be while it runs; until cancelled.</summary>
    public async Task FollowCatalogAsync(CancellationToken cancellation)
    {
        while (true)
        {
            long version;
            lock (_lock)
            {
                Refresh();
                version = _catalogVersion;
            }

            await log.Topics.WaitForChangeAsync(version, cancellation);
        }
    }

    /// <summary>
    /// Says that messages go to a topic: subscribers, now or later, get what is appended from here on.
    /// </summary>
    public void Watch(Topic topic)
    {
        lock (_lock)
        {
            WatchAll(topic);
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
        lock (_lock)
        {
            Refresh();
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

    /// <summary>
    /// Takes in partitions that came to be since the last look: whoever is subscribed by now gets all of their records,
    /// the first ones included.
    /// </summary>
    private void Refresh()
    {
        var version = log.Topics.Version;
        if (version == _catalogVersion)
        {
            return;
        }

        _catalogVersion = version;
        _seen.RemoveWhere(partition => partition.IsDeleted);
        foreach (var topic in log.Topics.Snapshot.Values)
        {
            var isMqtts = !topic.IsInternal && _routes?.LeadsTo(topic.Name) == true;
            foreach (var partition in topic.Partitions)
            {
                if (_seen.Add(partition) && isMqtts)
                {
                    Watch(partition, partition.LogStartOffset);
                }
            }
        }
    }

    private void WatchAll(Topic topic)
    {
        foreach (var partition in topic.Partitions)
        {
            Watch(partition, _seen.Add(partition) ? partition.LogStartOffset : partition.HighWatermark);
        }
    }

    private void Watch(Partition partition, Offset from)
    {
        if (_watched.Add(partition) && Subscriptions.Count > 0)
        {
            Start(partition, from);
        }
    }

    private void StartAll()
    {
        _watched.RemoveWhere(partition => partition.IsDeleted);
        foreach (var partition in _watched)
        {
            Start(partition, partition.HighWatermark);
        }
    }

    private void Start(Partition partition, Offset from)
    {
        var decoder = new RecordDecoder(time, Routes);
        var dispatcher = new PartitionDispatcher(partition, from, Subscriptions, decoder, logger);
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
