using System.Collections.Frozen;

namespace EdgeLog.Storage;

/// <summary>
/// The topics of a data directory: names, ids, settings, partitions. Readers take immutable snapshots; changes are
/// records in <c>__edgelog_catalog</c> and durable when the returned task completes.
/// </summary>
public sealed class TopicCatalog
{
    private readonly CatalogChanges _changes;
    private readonly Lock _lock = new();
    private volatile CatalogSnapshot _snapshot = CatalogSnapshot.Empty;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TopicCatalog(CatalogChanges changes) => _changes = changes;

    /// <summary>All topics by name, as of now.</summary>
    public IReadOnlyDictionary<string, Topic> Snapshot => _snapshot.ByName;

    /// <summary>Rises with every change.</summary>
    public long Version => _snapshot.Version;

    /// <summary>The topic of that name, or null.</summary>
    public Topic? Find(string name) => _snapshot.ByName.GetValueOrDefault(name);

    /// <summary>The topic of that id, or null.</summary>
    public Topic? Find(Guid id) => _snapshot.ById.GetValueOrDefault(id);

    /// <summary>Completes when <see cref="Version"/> is no longer <paramref name="version"/>.</summary>
    public Task WaitForChangeAsync(long version, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _snapshot.Version == version ? _changed.Task.WaitAsync(cancellation) : Task.CompletedTask;
        }
    }

    /// <summary>Creates a topic. Throws <see cref="TopicException"/> where it cannot be.</summary>
    public Task<Topic> CreateAsync(
        string name, int partitions, IReadOnlyDictionary<string, string> config, CancellationToken cancellation) =>
        _changes.CreateAsync(name, partitions, config, cancellation);

    /// <summary>
    /// The topic of that name, created with the defaults where it does not exist. Throws <see cref="TopicException"/>
    /// with
    /// <see cref="TopicError.PolicyViolation"/> once the limit on such topics is reached.
    /// </summary>
    public ValueTask<Topic> GetOrCreateAsync(string name, CancellationToken cancellation) =>
        Find(name) is { } topic
            ? ValueTask.FromResult(topic)
            : new ValueTask<Topic>(_changes.CreateAutomaticallyAsync(name, cancellation));

    /// <summary>Deletes a topic and its data.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation) => _changes.DeleteAsync(name, cancellation);

    /// <summary>Sets (or, where the value is null, resets) settings of a topic.</summary>
    public Task AlterConfigAsync(
        string name, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellation) =>
        _changes.AlterConfigAsync(name, changes, cancellation);

    /// <summary>Adds partitions to a topic, up to <paramref name="partitions"/>.</summary>
    public Task AddPartitionsAsync(string name, int partitions, CancellationToken cancellation) =>
        _changes.AddPartitionsAsync(name, partitions, cancellation);

    /// <summary>What would make <see cref="CreateAsync"/> refuse, as Kafka's validate-only asks; throws it.</summary>
    public void ValidateCreate(string name, int partitions, IReadOnlyDictionary<string, string> config) =>
        _changes.Validate(name, partitions, config);

    /// <summary>Shows another set of topics, or the same ones changed. By whoever holds the catalog's gate.</summary>
    internal void Publish(IEnumerable<Topic> topics)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _snapshot = new CatalogSnapshot(topics, _snapshot.Version + 1);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>The topics at one moment.</summary>
    private sealed class CatalogSnapshot
    {
        public CatalogSnapshot(IEnumerable<Topic> topics, long version)
        {
            ByName = topics.ToFrozenDictionary(topic => topic.Name, StringComparer.Ordinal);
            ById = ByName.Values.ToFrozenDictionary(topic => topic.Id);
            Version = version;
        }

        public static CatalogSnapshot Empty { get; } = new([], 0);

        public FrozenDictionary<string, Topic> ByName { get; }

        public FrozenDictionary<Guid, Topic> ById { get; }

        public long Version { get; }
    }
}
