using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>Which partitions MQTT messages go to, and their dispatchers.</summary>
internal sealed partial class LiveDelivery
{
    private readonly HashSet<Partition> _seen = [];
    private RouteTable? _routes;
    private long _catalogVersion = -1;
    private bool _isRunning;

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
    /// Says that messages go to a topic: subscribers, now or later, get what is appended from here on. Stored, so that
    /// sessions find what came while they were away also after a restart.
    /// </summary>
    public void Watch(Topic topic)
    {
        lock (_lock)
        {
            WatchAll(topic);
        }
    }

    /// <summary>Stores what is watched, once there is a topic to store it in.</summary>
    public void StoreWatched()
    {
        lock (_lock)
        {
            foreach (var topic in _watched.Keys.Select(partition => partition.Topic).Distinct())
            {
                Store(topic);
            }
        }
    }

    /// <summary>Takes in what was stored of a topic.</summary>
    public void Restore(Topic topic, IReadOnlyList<Offset> starts)
    {
        lock (_lock)
        {
            for (var i = 0; i < topic.Partitions.Length; i++)
            {
                _seen.Add(topic.Partitions[i]);
                Watch(topic.Partitions[i], i < starts.Count ? starts[i] : Offset.Zero);
            }
        }
    }

    private WatchedPartition[] Watched()
    {
        foreach (var (partition, _) in _watched.Where(pair => pair.Key.IsDeleted))
        {
            _watched.TryRemove(partition, out var gone);
            gone.Dispatcher?.Stop();
        }

        return [.. _watched.Values];
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
            if (!topic.IsInternal && _routes?.LeadsTo(topic.Name) == true)
            {
                WatchNew(topic);
            }
            else
            {
                _seen.UnionWith(topic.Partitions);
            }
        }
    }

    private void WatchNew(Topic topic)
    {
        var isNew = false;
        foreach (var partition in topic.Partitions)
        {
            isNew |= _seen.Add(partition) && Watch(partition, partition.LogStartOffset);
        }

        if (isNew)
        {
            Store(topic);
        }
    }

    private void WatchAll(Topic topic)
    {
        var isNew = false;
        foreach (var partition in topic.Partitions)
        {
            isNew |= Watch(partition, _seen.Add(partition) ? partition.LogStartOffset : partition.HighWatermark);
        }

        if (isNew)
        {
            Store(topic);
        }
    }

    private bool Watch(Partition partition, Offset from)
    {
        var isNew = _watched.TryAdd(partition, new WatchedPartition(partition, from, null));
        if (isNew && _isRunning)
        {
            Start(partition, from);
        }

        return isNew;
    }

    private void Store(Topic topic)
    {
        if (state.Partition is not null)
        {
            var writer = new StateWriter(state.Stamp);
            writer.WriteWatched(topic, topic.Partitions.Select(
                partition => _watched.TryGetValue(partition, out var one) ? one.Start : partition.HighWatermark));
            state.Post(state.Append(writer.Run));
        }
    }

    private void StartAll()
    {
        if (_isRunning)
        {
            return;
        }

        _isRunning = true;
        foreach (var one in Watched())
        {
            Start(one.Partition, one.Partition.HighWatermark);
        }
    }

    private void Start(Partition partition, Offset from)
    {
        var decoder = new RecordDecoder(parts.Time, Routes);
        var dispatcher = new PartitionDispatcher(partition, from, Subscriptions, decoder, parts.Logger);
        _watched[partition] = _watched[partition] with { Dispatcher = dispatcher };
        partition.AddListener(dispatcher);

        // It may have moved between the dispatcher's look at it and the listener.
        dispatcher.OnHighWatermarkMoved(partition);
    }

    private void StopIfUnused()
    {
        if (Subscriptions.Count > 0 || !_isRunning)
        {
            return;
        }

        _isRunning = false;
        foreach (var one in Watched())
        {
            if (one.Dispatcher is { } dispatcher)
            {
                one.Partition.RemoveListener(dispatcher);
                dispatcher.Stop();
                _watched[one.Partition] = one with { Dispatcher = null };
            }
        }
    }
}
