using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>One partition that a sink reads. Owned by the task's loop.</summary>
internal sealed class SinkCursor(Partition source, SinkPosition start)
{
    public Partition Source => source;

    /// <summary>What the other side has.</summary>
    public SinkPosition Confirmed { get; set; } = start;

    /// <summary>What was saved last.</summary>
    public SinkPosition Saved { get; set; } = start;

    /// <summary>Where to read on: ahead of <see cref="Confirmed"/> by the batch that is being handed over.</summary>
    public SinkPosition Read { get; set; } = start;

    /// <summary>About how many records are still to be handed over.</summary>
    public long Lag => Math.Max(0, source.HighWatermark - Confirmed.Next);
}
