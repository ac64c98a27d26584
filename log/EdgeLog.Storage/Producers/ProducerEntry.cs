using System.Runtime.CompilerServices;

namespace EdgeLog.Storage;

/// <summary>What a partition knows of one producer: its epoch and its last five batches. Owned by the writer.</summary>
internal sealed class ProducerEntry(short epoch)
{
    /// <summary>A producer has at most five requests in flight, so an older repeat cannot come.</summary>
    public const int BatchCount = 5;

    private Batches _batches;

    public short Epoch { get; private set; } = epoch;

    /// <summary>How many batches are known of this epoch.</summary>
    public int Count { get; private set; }

    /// <summary>The last sequence number; -1 where none is known in this epoch.</summary>
    public int LastSequence => Count == 0 ? -1 : _batches[Count - 1].LastSequence;

    /// <summary>When the producer last appended, in milliseconds of the log's steady time.</summary>
    public long LastTimestampMs { get; set; }

    public ProducerBatch this[int index] => _batches[index];

    /// <summary>The batch of exactly these sequence numbers, if it is among the last five.</summary>
    public bool TryFind(int baseSequence, int lastSequence, out ProducerBatch found)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_batches[i].BaseSequence == baseSequence && _batches[i].LastSequence == lastSequence)
            {
                found = _batches[i];
                return true;
            }
        }

        found = default;
        return false;
    }

    public void Add(short epoch, in ProducerBatch batch)
    {
        if (epoch != Epoch)
        {
            Epoch = epoch;
            Count = 0;
        }

        if (Count == BatchCount)
        {
            for (int i = 1; i < BatchCount; i++)
            {
                _batches[i - 1] = _batches[i];
            }

            Count--;
        }

        _batches[Count++] = batch;
    }

    [InlineArray(BatchCount)]
    private struct Batches
    {
        private ProducerBatch _first;
    }
}
