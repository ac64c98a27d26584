using System.Collections.Concurrent;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// Delivery to connected subscribers: their subscriptions, the shares, and a dispatcher for each partition that MQTT
/// messages go to while there is anyone to deliver to. Any thread, under one short lock, which is taken before a
/// session's.
/// </summary>
internal sealed partial class LiveDelivery(LogDirectory log, StateTopic state, DeliveryParts parts)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Partition, WatchedPartition> _watched = [];
    private readonly Dictionary<string, SharedGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>The subscriptions of those who are connected.</summary>
    public SubscriptionTree Subscriptions { get; } = new(parts.Limits.CachedTopicsMax);

    /// <summary>Finds the MQTT topics of what Kafka clients produced.</summary>
    public BackwardRoutes Routes { get; } = new(parts.Limits.CachedTopicsMax);

    /// <summary>Takes in a stored session and its part in shares.</summary>
    public void Restore(Session session)
    {
        lock (_lock)
        {
            foreach (var subscription in session.SubscriptionsSnapshot())
            {
                if (SharedFilter.IsShared(subscription.Text))
                {
                    GroupFor(subscription.Text).Join(subscription, []);
                }
            }
        }
    }

    /// <summary>Takes in a stored place of a share; members come first.</summary>
    public void Restore(string share, Partition partition, StoredShare stored)
    {
        lock (_lock)
        {
            if (_groups.TryGetValue(share, out var group))
            {
                group.Restore(partition, stored.Next, stored.Open);
            }
        }
    }

    /// <summary>
    /// Adds a subscription, live from what is durable now. The task completes when it is stored, where it is.
    /// </summary>
    public (Subscription Subscription, Task Durable) Add(
        Session session, in SubscriptionRequest request, uint identifier)
    {
        lock (_lock)
        {
            Refresh();
            StartAll();
            var all = Watched();
            var (subscription, durable) = session.Subscribe(request, identifier, all);
            if (SharedFilter.IsShared(subscription.Text))
            {
                Join(subscription, all);
            }
            else
            {
                Subscriptions.Add(subscription);
            }

            return (subscription, durable);
        }
    }

    /// <summary>Removes a subscription; null where there is none of that filter. The task as above.</summary>
    public (Subscription? Subscription, Task Durable) Remove(Session session, string filter)
    {
        lock (_lock)
        {
            var (subscription, durable) = session.Unsubscribe(filter);
            if (subscription is null)
            {
                return (null, durable);
            }

            Withdraw(subscription);
            Leave(subscription);
            StopIfUnused();
            return (subscription, durable);
        }
    }

    /// <summary>A session's client is there: its subscriptions are live, what came meanwhile is behind it.</summary>
    public void Attach(Session session, SessionConfig config)
    {
        lock (_lock)
        {
            var subscriptions = session.SubscriptionsSnapshot();
            if (subscriptions.Length > 0)
            {
                StartAll();
            }

            foreach (var subscription in subscriptions.Where(s => !SharedFilter.IsShared(s.Text)))
            {
                Subscriptions.Add(subscription);
            }

            var all = Watched();
            SharedGroup[] shares = [.. GroupsOf(subscriptions)];
            SharedGroup[] asleep = [.. shares.Where(group => !group.HasConnectedMembers)];
            session.Attach(config, all);
            foreach (var group in asleep)
            {
                Subscriptions.Add(group);
                group.Resume(all);
            }

            Array.ForEach(shares, group => group.OfferNext());
        }
    }

    /// <summary>A session's client is gone. The task completes when what the session needs is durable.</summary>
    public Task Detach(Session session, long disconnectedAtMs)
    {
        lock (_lock)
        {
            var subscriptions = session.SubscriptionsSnapshot();
            var all = Watched();
            var durable = session.Detach(all, disconnectedAtMs);
            Array.ForEach(subscriptions, Withdraw);
            StopIfUnused();
            return durable;
        }
    }

    /// <summary>A session, whose client is gone, has ended: its part in shares goes to the others.</summary>
    public void End(Session session)
    {
        lock (_lock)
        {
            foreach (var subscription in session.SubscriptionsSnapshot())
            {
                Leave(subscription);
            }

            foreach (var left in session.TakeShared().GroupBy(message => message.Group!))
            {
                left.Key.Return(left);
            }
        }
    }

    /// <summary>Delivers a message that is not stored.</summary>
    public void Deliver(scoped LiveMessage message)
    {
        var match = Subscriptions.Match(message.Topic);
        foreach (var subscriber in match.Subscribers)
        {
            subscriber.Session.DeliverUnstored(message, subscriber.Terms);
        }

        foreach (var group in match.Groups)
        {
            group.DeliverUnstored(message);
        }
    }

    private SharedGroup GroupFor(string text)
    {
        if (!_groups.TryGetValue(text, out var group))
        {
            group = new SharedGroup(text, partition => _watched[partition]);
            _groups.Add(text, group);
        }

        return group;
    }

    private IEnumerable<SharedGroup> GroupsOf(IEnumerable<Subscription> subscriptions) => subscriptions
        .Where(subscription => SharedFilter.IsShared(subscription.Text))
        .Select(subscription => GroupFor(subscription.Text));

    private void Join(Subscription subscription, WatchedPartition[] all)
    {
        var group = GroupFor(subscription.Text);
        var isAwake = group.HasConnectedMembers;
        group.Join(subscription, all);
        if (!isAwake)
        {
            Subscriptions.Add(group);
            group.Resume(all);
        }

        if (subscription.Session.IsStored)
        {
            group.MarkDirty();
            state.Post(subscription.Session.SaveShared(group));
        }
    }

    /// <summary>Takes a subscription of a session whose client is gone, or that ends, from what is live.</summary>
    private void Withdraw(Subscription subscription)
    {
        if (!SharedFilter.IsShared(subscription.Text))
        {
            Subscriptions.Remove(subscription.Session, subscription.Filter);
            return;
        }

        if (_groups.TryGetValue(subscription.Text, out var group))
        {
            if (!group.HasOtherConnected(subscription.Session))
            {
                group.Pause(Watched());
                Subscriptions.Remove(group);
            }
            else
            {
                group.OfferNext();
            }
        }
    }

    private void Leave(Subscription subscription)
    {
        if (!_groups.TryGetValue(subscription.Text, out var group))
        {
            return;
        }

        group.Leave(subscription.Session);
        if (!group.HasMembers)
        {
            _groups.Remove(subscription.Text);
            if (state.Partition is not null)
            {
                var writer = new StateWriter(state.Stamp);
                group.RemoveFrom(writer);
                state.Post(state.Append(writer.Run));
            }
        }
    }
}
