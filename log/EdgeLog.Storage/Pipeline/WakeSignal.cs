namespace EdgeLog.Storage;

/// <summary>
/// Wakes one waiting thread; a wake while nobody waits is kept. Does not spin: an edge device's cores are few.
/// </summary>
internal sealed class WakeSignal
{
    private readonly object _gate = new();
    private bool _isSet;

    public void Set()
    {
        lock (_gate)
        {
            if (!_isSet)
            {
                _isSet = true;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Waits for the next <see cref="Set"/> and takes it.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            while (!_isSet)
            {
                Monitor.Wait(_gate);
            }

            _isSet = false;
        }
    }
}
