using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// What has to be true of one partition. Offsets are counted without a gap, so what was shown is a list; behind it come
/// the appends whose outcome is not known yet, in the order in which they were handed over.
/// </summary>
internal sealed class ModelPartition
{
    private readonly List<ModelRecord> _shown = [];
    private readonly List<ModelAppend> _pending = [];
    private readonly Dictionary<string, long> _lastOffsets = [];
    private readonly HashSet<long> _lost = [];

    public ModelPartition(ModelTopic topic, int index)
    {
        (Topic, Id) = (topic, new TopicPartition(topic.Name, index));
        Producers = new ModelProducers(this);
    }

    public ModelTopic Topic { get; }

    public TopicPartition Id { get; }

    public ModelProducers Producers { get; }

    /// <summary>Behind the last record that was ever shown.</summary>
    public long ShownEnd => _shown.Count;

    public long LogStart { get; private set; }

    /// <summary>Whether compaction may have taken something out.</summary>
    public bool WasCompacted { get; set; }

    /// <summary>Whether something may have been let go since the log start was looked at.</summary>
    public bool MayExpire { get; set; }

    /// <summary>The append is handed over: unless the log fails it comes next.</summary>
    public void Add(ModelAppend append)
    {
        append.BaseOffset = ShownEnd + _pending.Sum(pending => pending.Records.Length - pending.Passed);
        _pending.Add(append);
        if (append.Producer != RecordProducer.None)
        {
            Producers.Add(append);
        }
    }

    /// <summary>Readers have been shown everything below an offset: it stays for ever.</summary>
    public void ShowUpTo(long highWatermark)
    {
        Check(highWatermark >= ShownEnd, $"offsets up to {ShownEnd} were shown, now it ends at {highWatermark}");
        while (ShownEnd < highWatermark)
        {
            Check(_pending.Count > 0, $"shows {highWatermark} offsets, {ShownEnd} were appended");
            ModelAppend next = _pending[0];
            ModelRecord record = next.Records[next.Passed++];
            next.Shown += _lost.Contains(ShownEnd) ? 0 : 1;
            if (record.Key is not null)
            {
                _lastOffsets[record.Key] = ShownEnd;
            }

            _shown.Add(record);
            if (next.Passed == next.Records.Length)
            {
                CheckWhole(next);
                _pending.RemoveAt(0);
            }
        }
    }

    public void MoveLogStart(long offset)
    {
        Check(offset >= LogStart, $"the log start went back from {LogStart} to {offset}");
        Check(offset == LogStart || (MayExpire && Topic.IsExpiring), $"the log start moved to {offset} unasked");
        Check(offset <= ShownEnd, $"the log start {offset} lies behind the end {ShownEnd}");
        LogStart = offset;
    }

    /// <summary>
    /// The log was opened again and shows its end: what is not shown now was never there, and never comes.
    /// </summary>
    public void Settle(long highWatermark, StopKind stop, IReadOnlyList<StoredRecord> stored)
    {
        if (Topic.IsWeak && stop != StopKind.Clean)
        {
            NoteLost(highWatermark, stored);
        }

        ShowUpTo(highWatermark);
        foreach (ModelAppend lost in _pending)
        {
            Check(
                !lost.IsAcknowledged || (Topic.IsWeak && stop != StopKind.Clean),
                $"the append at {lost.BaseOffset} was acknowledged and is gone");
            CheckWhole(lost);
            if (lost.Producer != RecordProducer.None)
            {
                Producers.Remove(lost);
            }
        }

        _pending.Clear();
    }

    /// <summary>
    /// Of what was written and not flushed any part may be gone, and is then declared; producers are forgotten.
    /// </summary>
    private void NoteLost(long highWatermark, IReadOnlyList<StoredRecord> stored)
    {
        HashSet<long> found = [.. stored.Select(record => record.Offset)];
        for (long offset = ShownEnd; offset < highWatermark; offset++)
        {
            if (!found.Contains(offset))
            {
                _lost.Add(offset);
                Producers.Forget();
            }
        }
    }

    private void CheckWhole(ModelAppend append) => Check(
        append.Shown == 0 || append.Shown == append.Records.Length || append.MayBeSplit,
        $"of the append at {append.BaseOffset} only {append.Shown} of {append.Records.Length} records are there");

    /// <summary>Compares what the log holds from an offset on with what it has to hold.</summary>
    public void Compare(IReadOnlyList<StoredRecord> stored, long from)
    {
        long next = from;
        foreach ((long offset, ModelRecord record) in stored)
        {
            Check(offset >= next && offset < ShownEnd, $"a record at {offset}, expected between {next} and {ShownEnd}");
            CheckMissing(next, offset);
            Check(!_lost.Contains(offset), $"what was lost at {offset} is there again");
            ModelRecord expected = _shown[(int)offset];
            Check(record == expected, $"at {offset} is {Short(record)}, not {Short(expected)}");
            next = offset + 1;
        }

        CheckMissing(next, ShownEnd);
        if (Topic.IsKeyed && from == LogStart)
        {
            CheckLatest(stored);
        }
    }

    public void Check(bool holds, string message) => ModelException.ThrowUnless(holds, $"{Id}: {message}");

    private void CheckMissing(long from, long end)
    {
        for (long offset = from; offset < end; offset++)
        {
            ModelRecord record = _shown[(int)offset];
            bool mayBeCompacted = Topic.IsKeyed
                && WasCompacted
                && (record.Value is null || _lastOffsets[record.Key!] > offset);
            Check(mayBeCompacted || _lost.Contains(offset), $"{Short(record)} at {offset} is missing");
        }
    }

    /// <summary>Nothing that was deleted or superseded comes back.</summary>
    private void CheckLatest(IReadOnlyList<StoredRecord> stored)
    {
        var latest = new Dictionary<string, string?>();
        foreach ((_, ModelRecord record) in stored)
        {
            latest[record.Key!] = record.Value;
        }

        foreach ((string key, string? value) in latest)
        {
            Check(value == _shown[(int)_lastOffsets[key]].Value, $"the latest value of {key} is an older one");
        }
    }

    private static string Short(ModelRecord record) =>
        $"{record.Key}={record.Value?[..Math.Min(12, record.Value.Length)] ?? "null"}"
        + $" ({record.Value?.Length} bytes, {record.TimestampMs})";
}
