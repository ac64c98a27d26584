using EdgeLog.Records;

namespace EdgeLog.Connect;

/// <summary>
/// A record as bytes, with the topic it goes to: what enters and leaves a <see cref="RecordPipeline"/>. Reused from
/// record to record by one thread; the bytes belong to whoever put them in.
/// </summary>
public sealed class RawRecord
{
    /// <summary>The topic.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The key; null for none.</summary>
    public ReadOnlyMemory<byte>? Key { get; set; }

    /// <summary>The value; null for a tombstone.</summary>
    public ReadOnlyMemory<byte>? Value { get; set; }

    /// <summary>The time, in milliseconds since 1970 UTC.</summary>
    public long TimestampMs { get; set; }

    /// <summary>
    /// Whether it is a dead letter: bounded by the log alone, not by <c>max.message.bytes</c>.
    /// </summary>
    public bool IsDeadLetter { get; internal set; }

    /// <summary>Whether the clock that gave <see cref="TimestampMs"/> could be trusted.</summary>
    public TimeTrust TimeTrust { get; set; }

    /// <summary>The time, as the gateway gave it.</summary>
    public RecordStamp Stamp
    {
        get => new(TimestampMs, TimeTrust);
        set => (TimestampMs, TimeTrust) = value;
    }

    /// <summary>The headers, in order.</summary>
    public List<RawHeader> Headers { get; } = [];

    /// <summary>Empties it for the next record.</summary>
    public void Clear()
    {
        Topic = "";
        Key = null;
        Value = null;
        Stamp = default;
        IsDeadLetter = false;
        Headers.Clear();
    }

    /// <summary>Takes over everything of <paramref name="other"/>.</summary>
    public void CopyFrom(RawRecord other)
    {
        Topic = other.Topic;
        Key = other.Key;
        Value = other.Value;
        Stamp = other.Stamp;
        IsDeadLetter = other.IsDeadLetter;
        Headers.Clear();
        Headers.AddRange(other.Headers);
    }

    /// <summary>Writes the record into a run, which copies the bytes.</summary>
    public void WriteTo(RecordRun run)
    {
        run.BeginRecord(Stamp);
        if (Key is { } key)
        {
            run.WriteKey(key.Span);
        }
        else
        {
            run.WriteNullKey();
        }

        if (Value is { } value)
        {
            run.WriteValue(value.Span);
        }
        else
        {
            run.WriteNullValue();
        }

        run.BeginHeaders(Headers.Count);
        foreach (RawHeader header in Headers)
        {
            if (header.Value is { } content)
            {
                run.WriteHeader(header.Name.Span, content.Span);
            }
            else
            {
                run.WriteNullHeader(header.Name.Span);
            }
        }

        run.EndRecord();
    }
}
