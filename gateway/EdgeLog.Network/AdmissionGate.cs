namespace EdgeLog.Network;

/// <summary>Counts connections in and out and refuses those beyond a limit. Safe from any thread.</summary>
public sealed class AdmissionGate
{
    private int _capacity;
    private int _count;
    private long _refusedCount;

    /// <summary>Lets <paramref name="capacity"/> in at a time.</summary>
    public AdmissionGate(int capacity) => Capacity = capacity;

    /// <summary>How many may be in; lowering it closes nothing, it refuses newcomers.</summary>
    public int Capacity
    {
        get => Volatile.Read(ref _capacity);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Volatile.Write(ref _capacity, value);
        }
    }

    /// <summary>How many are in.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many were refused so far.</summary>
    public long RefusedCount => Volatile.Read(ref _refusedCount);

    /// <summary>Enters, to be followed by <see cref="Leave"/>; false and counted where the gate is full.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Capacity)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        Interlocked.Increment(ref _refusedCount);
        return false;
    }

    /// <summary>Leaves.</summary>
    public void Leave() => Interlocked.Decrement(ref _count);
}
