namespace EdgeLog.Connect;

/// <summary>
/// A record on its way through transforms: immutable, so that a transform gives back the same one, a changed copy, or
/// nothing.
/// </summary>
public abstract record ConnectRecord
{
    /// <summary>The topic it goes to or comes from.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition; null where it is not decided yet.</summary>
    public int? Partition { get; init; }

    /// <summary>The key's schema; null for a key without.</summary>
    public Schema? KeySchema { get; init; }

    /// <summary>The key; may be null.</summary>
    public object? Key { get; init; }

    /// <summary>The value's schema; null for a value without.</summary>
    public Schema? ValueSchema { get; init; }

    /// <summary>The value; null for a tombstone.</summary>
    public object? Value { get; init; }

    /// <summary>The time, in milliseconds since 1970 UTC; null where there is none.</summary>
    public long? TimestampMs { get; init; }

    /// <summary>The headers, in order.</summary>
    public IReadOnlyList<ConnectHeader> Headers { get; init; } = [];
}

/// <summary>A record on its way into the log.</summary>
public sealed record SourceRecord : ConnectRecord;
