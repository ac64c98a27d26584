using System.Diagnostics.CodeAnalysis;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// Where a session, or a share, reads on in each partition. A partition without a cursor is one in which it has kept up
/// and gets what a dispatcher brings. Guarded by its owner's lock.
/// </summary>
internal sealed class CursorSet
{
    private readonly Dictionary<Partition, PartitionCursor> _cursors = [];

    public int Count => _cursors.Count;

    public IEnumerable<KeyValuePair<Partition, PartitionCursor>> All => _cursors;

    public bool HasBehind => _cursors.Values.Any(cursor => cursor.IsBehind);

    public bool TryGet(Partition partition, [NotNullWhen(true)] out PartitionCursor? cursor) =>
        _cursors.TryGetValue(partition, out cursor);

    public PartitionCursor GetOrAdd(Partition partition)
    {
        if (!_cursors.TryGetValue(partition, out var cursor))
        {
            _cursors.Add(partition, cursor = new PartitionCursor());
        }

        return cursor;
    }

    /// <summary>Takes a stored position in.</summary>
    public void Restore(Partition partition, Offset next)
    {
        var cursor = GetOrAdd(partition);
        (cursor.Next, cursor.SavedNext) = (next, next);
    }

    /// <summary>
    /// A client is there again: everything that came since is behind it. A partition without a position came later, and
    /// is read from where MQTT messages began in it.
    /// </summary>
    public void Resume(IReadOnlyCollection<WatchedPartition> watched)
    {
        foreach (var one in watched)
        {
            if (!_cursors.ContainsKey(one.Partition))
            {
                GetOrAdd(one.Partition).Next = one.Start;
            }
        }

        foreach (var (partition, cursor) in _cursors)
        {
            cursor.IsBehind = !partition.IsDeleted && cursor.Next < partition.HighWatermark;
        }
    }

    /// <summary>
    /// The client is gone: notes how far each partition was handled, where <see cref="WatchedPartition.Position"/> is
    /// what dispatchers have done. Call it before deliveries are refused, under the same lock.
    /// </summary>
    public void Pause(IReadOnlyCollection<WatchedPartition> watched)
    {
        foreach (var one in watched)
        {
            KeepUp(one);
        }
    }

    /// <summary>Brings a cursor to where it is in truth; returns it.</summary>
    public PartitionCursor KeepUp(in WatchedPartition one)
    {
        var hadCursor = _cursors.ContainsKey(one.Partition);
        var cursor = GetOrAdd(one.Partition);
        var position = one.Position;
        if (!cursor.IsBehind && (!hadCursor || cursor.Next < position))
        {
            cursor.Next = position;
        }

        return cursor;
    }

    /// <summary>Forgets partitions that are no more; returns them.</summary>
    public IReadOnlyList<Partition> ForgetDeleted()
    {
        Partition[] deleted = [.. _cursors.Keys.Where(partition => partition.IsDeleted)];
        foreach (var partition in deleted)
        {
            _cursors.Remove(partition);
        }

        return deleted;
    }

    public void Clear() => _cursors.Clear();
}
