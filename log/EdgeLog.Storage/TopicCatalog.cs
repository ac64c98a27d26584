namespace EdgeLog.Storage;

/// <summary>
/// The topics of a data directory: names, ids, settings, partitions. Readers take immutable snapshots; changes are
/// records in <c>__edgelog_catalog</c> and durable when the returned task completes.
/// </summary>
public sealed class TopicCatalog
{
    /// <summary>All topics by name, as of now.</summary>
    public IReadOnlyDictionary<string, Topic> Snapshot => throw new NotImplementedException();

    /// <summary>Rises with every change.</summary>
    public long Version => throw new NotImplementedException();

    /// <summary>The topic of that name, or null.</summary>
    public Topic? Find(string name) => throw new NotImplementedException();

    /// <summary>The topic of that id, or null.</summary>
    public Topic? Find(Guid id) => throw new NotImplementedException();

    /// <summary>Completes when <see cref="Version"/> is no longer <paramref name="version"/>.</summary>
    public Task WaitForChangeAsync(long version, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Creates a topic. Throws <see cref="TopicException"/> where it cannot be.</summary>
    public Task<Topic> CreateAsync(
        string name, int partitions, IReadOnlyDictionary<string, string> config, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>
    /// The topic of that name, created with the defaults where it does not exist. Throws <see cref="TopicException"/> with
    /// <see cref="TopicError.PolicyViolation"/> once the limit on such topics is reached.
    /// </summary>
    public ValueTask<Topic> GetOrCreateAsync(string name, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Deletes a topic and its data.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Sets (or, where the value is null, resets) settings of a topic.</summary>
    public Task AlterConfigAsync(
        string name, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Adds partitions to a topic, up to <paramref name="partitions"/>.</summary>
    public Task AddPartitionsAsync(string name, int partitions, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
