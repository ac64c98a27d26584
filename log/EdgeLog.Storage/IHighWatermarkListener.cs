namespace EdgeLog.Storage;

/// <summary>Wants to know when there is more to read: a fetch that waits, an MQTT dispatcher, a mirror task.</summary>
public interface IHighWatermarkListener
{
    /// <summary>
    /// The high watermark of <paramref name="partition"/> moved, or the partition was deleted. Called on the flusher's
    /// thread: sets a flag or queues work, and returns at once.
    /// </summary>
    void OnHighWatermarkMoved(Partition partition);
}
