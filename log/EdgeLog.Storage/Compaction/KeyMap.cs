namespace EdgeLog.Storage;

/// <summary>
/// The latest offset of each key, in a bounded piece of memory whatever the keys are: a hash of 128 bits stands for the
/// key, so an entry takes 24 bytes and none is an object. Owned by the compactor while it looks at one partition.
/// </summary>
internal sealed unsafe class KeyMap : IDisposable
{
    /// <summary>Bytes of one entry: the hash, and the offset plus one, so that zero is an empty one.</summary>
    public const int EntryBytes = 24;

    /// <summary>How full the table gets: a look-up then takes fewer than nine probes on average.</summary>
    private const double LoadFactor = 0.75;

    private readonly SipHash _hash = SipHash.CreateRandom();
    private readonly AnonymousMemory _memory;
    private readonly Entry* _entries;
    private readonly long _slots;
    private readonly long _limit;

    /// <summary>Makes a map that takes <paramref name="sizeBytes"/> at most.</summary>
    public KeyMap(int sizeBytes)
    {
        _slots = Math.Max(2, sizeBytes / EntryBytes);
        _limit = Math.Max(1, (long)(_slots * LoadFactor));
        _memory = new AnonymousMemory((nuint)(_slots * EntryBytes));
        _entries = (Entry*)_memory.Address;
    }

    /// <summary>How many keys it holds.</summary>
    public long Count { get; private set; }

    /// <summary>Notes the latest offset of a key; false, and nothing changes, where another key has no room.</summary>
    public bool TryPut(ReadOnlySpan<byte> key, long offset)
    {
        (ulong low, ulong high) = _hash.Compute(key);
        Entry* entry = Probe(low, high);
        if (entry->OffsetPlusOne == 0)
        {
            if (Count == _limit)
            {
                return false;
            }

            Count++;
            entry->Low = low;
            entry->High = high;
        }

        entry->OffsetPlusOne = offset + 1;
        return true;
    }

    /// <summary>The latest offset of a key; -1 where it was not noted.</summary>
    public long Find(ReadOnlySpan<byte> key)
    {
        (ulong low, ulong high) = _hash.Compute(key);
        return Probe(low, high)->OffsetPlusOne - 1;
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>The key's entry, or the empty one where it would stand.</summary>
    private Entry* Probe(ulong low, ulong high)
    {
        long slot = (long)Math.BigMul(low, (ulong)_slots, out _);
        while (true)
        {
            Entry* entry = _entries + slot;
            if (entry->OffsetPlusOne == 0 || (entry->Low == low && entry->High == high))
            {
                return entry;
            }

            slot = slot + 1 == _slots ? 0 : slot + 1;
        }
    }

    private struct Entry
    {
        public ulong Low;
        public ulong High;
        public long OffsetPlusOne;
    }
}
