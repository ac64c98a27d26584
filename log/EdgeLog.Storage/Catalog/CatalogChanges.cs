using System.Text.Json;

namespace EdgeLog.Storage;

/// <summary>
/// Changes to the topic catalog, one after the other behind a gate. Order of a creation: folders with their ids,
/// flushed;
/// then the record; then the snapshot. Of a deletion: the record; then readers and writer learn of it; then the
/// folders.
/// So what a crash leaves behind is a folder that no record names, and start-up removes it.
/// </summary>
internal sealed class CatalogChanges(LogDirectory log) : IDisposable
{
    /// <summary>Producer ids taken at once: one record for many producers.</summary>
    private const long ProducerIdBlock = 1_000;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, TopicRecord> _records = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deletedIds = [];
    private long _nextProducerId;
    private long _producerIdLimit;
    private List<string> _restored = [];
    private bool _areProducerIdsRaised;

    /// <summary>The first producer id that was not given out, as far as the catalog knows.</summary>
    public long NextProducerId => _nextProducerId;

    /// <summary>What the catalog says of each topic; filled by the replay.</summary>
    public IReadOnlyDictionary<string, TopicRecord> Records => _records;

    /// <summary>Whether the replay came across the deletion of that topic.</summary>
    public bool WasDeleted(Guid topicId) => _deletedIds.Contains(LogPaths.FormatTopicId(topicId));

    /// <summary>Whether the id is that of a topic in the catalog, or of one that was deleted.</summary>
    public bool IsKnown(Guid topicId) =>
        WasDeleted(topicId) || _records.Values.Any(record => record.Id == LogPaths.FormatTopicId(topicId));

    /// <summary>Whether an id is known to be another topic's than <paramref name="topic"/>.</summary>
    public bool IsAnother(Guid? id, Topic topic) => id is { } known && known != topic.Id && IsKnown(known);

    /// <summary>Recovery found a topic that the catalog has lost, or more of it: recorded once that can be.</summary>
    public void Restore(string name, TopicRecord record)
    {
        _records[name] = record;
        _restored.Add(name);
    }

    /// <summary>Recovery cannot say which producer ids were given out: from here on none was.</summary>
    public void RaiseProducerIds(long next)
    {
        _nextProducerId = _producerIdLimit = Math.Max(next, _nextProducerId);
        _areProducerIdsRaised = true;
    }

    /// <summary>Records what recovery has restored; what cannot be is restored again at the next start.</summary>
    public async Task SaveRestoredAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (string name in _restored)
            {
                await SaveAsync(name, _records[name], cancellation);
            }

            if (_areProducerIdsRaised)
            {
                await AllocateProducerIdAsync(cancellation);
            }
        }
        catch (StorageException) when (!log.HasFailed)
        {
            // No room, for now.
        }

        _restored = [];
    }

    /// <summary>Applies one record of the replay.</summary>
    public void Replay(CatalogEntry entry)
    {
        if (entry.Key == CatalogLog.ProducerIdsKey && entry.Value is not null)
        {
            ProducerIdsRecord? ids = JsonSerializer.Deserialize(entry.Value, CatalogJson.Default.ProducerIdsRecord);
            _nextProducerId = ids?.Next ?? _nextProducerId;
            _producerIdLimit = _nextProducerId;
        }
        else if (entry.Key.StartsWith(CatalogLog.TopicKeyPrefix, StringComparison.Ordinal))
        {
            string name = entry.Key[CatalogLog.TopicKeyPrefix.Length..];
            _records.Remove(name, out TopicRecord? before);
            if (entry.Value is null && (entry.DeletedId ?? before?.Id) is { } deleted)
            {
                _deletedIds.Add(deleted);
            }

            if (entry.Value is not null
                && JsonSerializer.Deserialize(entry.Value, CatalogJson.Default.TopicRecord) is { } topic
                && LogPaths.TryParseTopicId(topic.Id, out _)
                && TopicName.ProblemWith(name) is null
                && topic.Partitions is > 0
                && topic.Partitions <= log.Limits.PartitionsPerTopic)
            {
                _records.Add(name, topic);
            }
        }
    }

    public async Task<Topic> CreateAsync(
        string name, int partitions, IReadOnlyDictionary<string, string> config, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await CreateAsync(name, partitions, new CreateOptions(config, IsAutomatic: false), cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<Topic> CreateAutomaticallyAsync(string name, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (log.Topics.Find(name) is { } topic)
            {
                return topic;
            }

            int limit = log.Options.MaxAutoCreatedTopics;
            if (TopicName.ProblemWith(name) is null && _records.Values.Count(record => record.Auto) >= limit)
            {
                throw new TopicException(
                    TopicError.PolicyViolation,
                    $"Topic {name} was not created: there are {limit} topics created automatically already "
                    + "(topics.max_auto_created). Create it by hand, or raise the limit.");
            }

            var options = new CreateOptions(new Dictionary<string, string>(), IsAutomatic: true);
            return await CreateAsync(name, log.Options.DefaultPartitions, options, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            Topic topic = Require(name);
            if (topic.Id == CatalogLog.TopicId)
            {
                throw new TopicException(TopicError.InvalidName, $"{name} is the catalog itself.");
            }

            var tombstone = new CatalogEntry(CatalogLog.TopicKeyPrefix + name, null)
            {
                DeletedId = LogPaths.FormatTopicId(topic.Id),
            };
            await CatalogLog.AppendAsync(log.CatalogPartition, tombstone, cancellation);
            _records.Remove(name);
            log.Topics.Publish(log.Topics.Snapshot.Values.Where(other => other != topic));
            await log.DropPartitionsAsync(topic.Partitions);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task AlterConfigAsync(
        string name, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            Topic topic = Require(name);
            var overrides = new SortedDictionary<string, string>(topic.Config.Overrides, StringComparer.Ordinal);
            foreach ((string setting, string? value) in changes)
            {
                overrides.Remove(setting);
                if (value is not null)
                {
                    overrides.Add(setting, value);
                }
                else if (TopicSettings.Find(setting) is null)
                {
                    throw new TopicException(TopicError.InvalidConfig, $"Unknown topic config name: {setting}");
                }
            }

            TopicConfig config = TopicConfig.Create(log.Options.TopicDefaults, overrides);
            await SaveAsync(name, RecordOf(topic) with { Config = ToDictionary(config) }, cancellation);
            topic.SetConfig(config);
            log.Topics.Publish(log.Topics.Snapshot.Values);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task AddPartitionsAsync(string name, int partitions, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            Topic topic = Require(name);
            if (partitions <= topic.Partitions.Length || partitions > log.Limits.PartitionsPerTopic)
            {
                throw new TopicException(
                    TopicError.InvalidPartitions,
                    $"Topic {name} currently has {topic.Partitions.Length} partition(s); {partitions} is not above "
                    + $"that or above {log.Limits.PartitionsPerTopic}.");
            }

            Partition[] added = log.CreatePartitions(topic, topic.Partitions.Length, partitions);
            await SaveAsync(name, RecordOf(topic) with { Partitions = partitions }, cancellation);
            topic.AddPartitions(added);
            log.Topics.Publish(log.Topics.Snapshot.Values);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A producer id of the block taken last; takes another where it is used up.</summary>
    public async ValueTask<long> AllocateProducerIdAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_nextProducerId == _producerIdLimit)
            {
                long limit = _nextProducerId + ProducerIdBlock;
                byte[] value = JsonSerializer.SerializeToUtf8Bytes(
                    new ProducerIdsRecord(limit), CatalogJson.Default.ProducerIdsRecord);
                await CatalogLog.AppendAsync(
                    log.CatalogPartition, new CatalogEntry(CatalogLog.ProducerIdsKey, value), cancellation);
                _producerIdLimit = limit;
            }

            return _nextProducerId++;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives every topic its settings anew, under changed defaults.</summary>
    public void ApplyDefaults(TopicConfig defaults)
    {
        _gate.Wait();
        try
        {
            foreach (Topic topic in log.Topics.Snapshot.Values.Where(topic => topic.Id != CatalogLog.TopicId))
            {
                topic.SetConfig(TopicConfig.Create(defaults, topic.Config.Overrides));
            }

            log.Topics.Publish(log.Topics.Snapshot.Values);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Throws what would make a creation fail.</summary>
    public TopicConfig Validate(string name, int partitions, IReadOnlyDictionary<string, string> config)
    {
        if (TopicName.ProblemWith(name) is { } problem)
        {
            throw new TopicException(TopicError.InvalidName, problem);
        }

        if (log.Topics.Find(name) is not null)
        {
            throw new TopicException(TopicError.TopicExists, $"Topic '{name}' already exists.");
        }

        string key = TopicName.CollisionKey(name);
        if (log.Topics.Snapshot.Keys.FirstOrDefault(other => TopicName.CollisionKey(other) == key) is { } collision)
        {
            throw new TopicException(
                TopicError.InvalidName, $"Topic '{name}' collides with existing topic: {collision}");
        }

        if (partitions < 1 || partitions > log.Limits.PartitionsPerTopic)
        {
            throw new TopicException(
                TopicError.InvalidPartitions,
                $"Number of partitions was set to an invalid value: {partitions}; it goes from 1 to "
                + $"{log.Limits.PartitionsPerTopic}.");
        }

        return TopicConfig.Create(log.Options.TopicDefaults, config);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Topic> CreateAsync(
        string name, int partitions, CreateOptions options, CancellationToken cancellation)
    {
        TopicConfig config = Validate(name, partitions, options.Config);
        var topic = new Topic(name, LogPaths.NewTopicId(), config);
        topic.AddPartitions(log.CreatePartitions(topic, 0, partitions));
        var record = new TopicRecord
        {
            Id = LogPaths.FormatTopicId(topic.Id),
            Partitions = partitions,
            Auto = options.IsAutomatic,
            Config = ToDictionary(config),
        };
        await SaveAsync(name, record, cancellation);
        log.Topics.Publish(log.Topics.Snapshot.Values.Append(topic));
        return topic;
    }

    private async Task SaveAsync(string name, TopicRecord record, CancellationToken cancellation)
    {
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(record, CatalogJson.Default.TopicRecord);
        await CatalogLog.AppendAsync(
            log.CatalogPartition, new CatalogEntry(CatalogLog.TopicKeyPrefix + name, value), cancellation);
        _records[name] = record;
    }

    private TopicRecord RecordOf(Topic topic) => _records.TryGetValue(topic.Name, out TopicRecord? record)
        ? record
        : throw new TopicException(
            TopicError.InvalidConfig, $"{topic.Name} is the catalog itself: it has no settings.");

    private Topic Require(string name) => log.Topics.Find(name)
        ?? throw new TopicException(TopicError.UnknownTopic, $"This server does not host topic {name}.");

    private static SortedDictionary<string, string> ToDictionary(TopicConfig config) =>
        new(config.Overrides, StringComparer.Ordinal);

    private sealed record CreateOptions(IReadOnlyDictionary<string, string> Config, bool IsAutomatic);
}
