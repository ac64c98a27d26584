namespace EdgeLog.Devices;

/// <summary>What knows a kind of device: finds its sensors. Used by one thread at a time.</summary>
internal abstract class Driver
{
    /// <summary>
    /// Whether finding and reading can block, so that they need a thread of their own and a time limit.
    /// </summary>
    public virtual bool IsBlocking => true;

    /// <summary>
    /// The sensors there are now; the same object for the same sensor every time. Throws where the device is not there.
    /// </summary>
    public abstract IReadOnlyList<Sensor> Discover();
}
