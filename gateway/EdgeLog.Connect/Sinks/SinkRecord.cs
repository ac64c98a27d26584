using EdgeLog.Records;

namespace EdgeLog.Connect;

/// <summary>A record on its way out of the log. Reused from batch to batch by the task's loop.</summary>
public sealed class SinkRecord
{
    /// <summary>The record after the transforms; its topic is the one they gave it.</summary>
    public RawRecord Data { get; } = new();

    /// <summary>The record as it is in the log.</summary>
    public RawRecord Input { get; } = new();

    /// <summary>Where it comes from.</summary>
    public TopicPartition Source { get; internal set; }

    /// <summary>Its offset there.</summary>
    public Offset Offset { get; internal set; }

    internal SinkCursor Cursor { get; set; } = null!;
}
