namespace EdgeLog.Storage;

/// <summary>
/// The entries of an active segment's index. Appended to by the flusher, read by any thread without a lock: the
/// entries are
/// written before the count that makes them visible.
/// </summary>
internal sealed class IndexArray<T>
    where T : struct
{
    private const int InitialCapacity = 16;

    private T[] _entries = [];
    private int _count;

    /// <summary>The entries as of now; they never change once they are visible.</summary>
    public ReadOnlySpan<T> Entries
    {
        get
        {
            // The count first: the array read after it holds at least as many entries.
            int count = Volatile.Read(ref _count);
            return Volatile.Read(ref _entries).AsSpan(0, count);
        }
    }

    public void Append(T entry)
    {
        if (_count == _entries.Length)
        {
            var larger = new T[Math.Max(InitialCapacity, 2 * _entries.Length)];
            _entries.CopyTo(larger, 0);
            Volatile.Write(ref _entries, larger);
        }

        _entries[_count] = entry;
        Volatile.Write(ref _count, _count + 1);
    }
}
