using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>
/// The idempotent producers of a partition, and the judgement of their sequence numbers as Kafka's broker judges them
/// (KIP-98, KIP-360). Owned by the writer.
/// </summary>
internal sealed class ProducerStates
{
    /// <summary>
    /// Producers remembered per partition. Each is some 300 bytes; a fleet of devices has fewer than this.
    /// </summary>
    public const int MaxProducers = 1_000;

    private readonly Dictionary<long, ProducerEntry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Rises with every change, so that a checkpoint knows whether there is something to save.</summary>
    public long Version { get; private set; }

    public IEnumerable<KeyValuePair<long, ProducerEntry>> Entries => _entries;

    /// <summary>
    /// Judges a batch of an idempotent producer. A repeat is reported with the batch it repeats; nothing is changed.
    /// </summary>
    public SequenceVerdict Judge(in RecordBatchHeader header, out ProducerBatch original)
    {
        original = default;
        if (!_entries.TryGetValue(header.ProducerId, out ProducerEntry? entry))
        {
            // Nothing is known: after expiry, or a first batch. Kafka accepts any sequence then.
            return SequenceVerdict.Accept;
        }

        int lastSequence = LastSequenceOf(header);
        if (header.ProducerEpoch == entry.Epoch && entry.TryFind(header.BaseSequence, lastSequence, out original))
        {
            return SequenceVerdict.Repeat;
        }

        if (header.ProducerEpoch < entry.Epoch)
        {
            return SequenceVerdict.StaleEpoch;
        }

        if (header.ProducerEpoch > entry.Epoch)
        {
            return header.BaseSequence == 0 ? SequenceVerdict.Accept : SequenceVerdict.OutOfOrder;
        }

        return entry.Count == 0 || header.BaseSequence == Next(entry.LastSequence)
            ? SequenceVerdict.Accept
            : SequenceVerdict.OutOfOrder;
    }

    /// <summary>Takes note of a batch that was appended at <see cref="RecordBatchHeader.BaseOffset"/>.</summary>
    public void Add(in RecordBatchHeader header, long appendTimeMs, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(header.ProducerId, out ProducerEntry? entry))
        {
            MakeRoom();
            entry = new ProducerEntry(header.ProducerEpoch);
            _entries.Add(header.ProducerId, entry);
        }

        entry.Add(
            header.ProducerEpoch,
            new ProducerBatch(
                header.BaseSequence,
                LastSequenceOf(header),
                header.BaseOffset.Value,
                header.LastOffset.Value,
                appendTimeMs));
        entry.LastTimestampMs = now.ToUnixTimeMilliseconds();
        Version++;
    }

    /// <summary>Takes over an entry from a snapshot.</summary>
    public void Restore(long producerId, ProducerEntry entry) => _entries[producerId] = entry;

    /// <summary>Forgets everybody.</summary>
    public void Clear()
    {
        _entries.Clear();
        Version++;
    }

    /// <summary>Forgets producers that last appended before <paramref name="timestampMs"/>.</summary>
    public void Expire(long timestampMs)
    {
        foreach ((long id, ProducerEntry entry) in _entries)
        {
            if (entry.LastTimestampMs < timestampMs)
            {
                _entries.Remove(id);
                Version++;
            }
        }
    }

    /// <summary>Sequence numbers go from 2147483647 on to 0.</summary>
    private static int Next(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;

    private static int LastSequenceOf(in RecordBatchHeader header) =>
        (int)(((long)header.BaseSequence + header.LastOffsetDelta) & int.MaxValue);

    /// <summary>Forgets the tenth part that has been silent longest, where there are too many.</summary>
    private void MakeRoom()
    {
        if (_entries.Count < MaxProducers)
        {
            return;
        }

        List<long> oldest = _entries
            .OrderBy(entry => entry.Value.LastTimestampMs)
            .Take(MaxProducers / 10)
            .Select(entry => entry.Key)
            .ToList();
        oldest.ForEach(id => _entries.Remove(id));
    }
}
