using EdgeLog.Records;

namespace EdgeLog.PowerCut;

/// <summary>
/// What one client sent, what was acknowledged, and what it sent again. Survives runs as <see cref="StreamRecord"/>.
/// Safe from any thread.
/// </summary>
internal sealed class StreamLedger
{
    private readonly Lock _lock = new();
    private readonly StreamRecord _record;
    private readonly HashSet<long> _acknowledgedAhead;

    public StreamLedger(StreamPlan plan, StreamRecord record)
    {
        Plan = plan;
        _record = record;
        _acknowledgedAhead = [.. record.AcknowledgedAhead];
    }

    public StreamPlan Plan { get; }

    /// <summary>How many messages were acknowledged.</summary>
    public long Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return _record.Oldest + _acknowledgedAhead.Count;
            }
        }
    }

    /// <summary>The first message that the client will send again, or else anew.</summary>
    public long FirstToCome
    {
        get
        {
            lock (_lock)
            {
                return _record.Unacknowledged.Select(batch => batch.First).Append(_record.Next).Min();
            }
        }
    }

    /// <summary>Whether the gateway gave a producer id.</summary>
    public bool HasProducer => _record.ProducerId >= 0;

    /// <summary>Takes a producer id, whose sequence numbers begin with the oldest message to be sent.</summary>
    public void BecomeProducer(long id, short epoch)
    {
        lock (_lock)
        {
            _record.ProducerId = id;
            _record.ProducerEpoch = epoch;
            _record.ProducerBase = _record.Unacknowledged.Select(batch => batch.First).Append(_record.Next).Min();
        }
    }

    /// <summary>What a producer puts on a batch.</summary>
    public RecordProducer ProducerOf(Batch batch) => HasProducer
        ? new RecordProducer(
            _record.ProducerId, _record.ProducerEpoch, (int)(batch.First - _record.ProducerBase))
        : RecordProducer.None;

    /// <summary>Takes the next numbers for a message or a batch of them.</summary>
    public Batch Take(int count)
    {
        lock (_lock)
        {
            var batch = new Batch(_record.Next, count);
            _record.Next += count;
            _record.Unacknowledged.Add(batch);
            return batch;
        }
    }

    /// <summary>What was sent and not acknowledged, oldest first; from now on each may be there once more.</summary>
    public List<Batch> SendAgain()
    {
        lock (_lock)
        {
            _record.SentAgain.AddRange(_record.Unacknowledged);
            return [.. _record.Unacknowledged];
        }
    }

    /// <summary>Notes an acknowledgement; of a Kafka producer with the offset that the first message got.</summary>
    public void Acknowledge(Batch batch, long? offset)
    {
        lock (_lock)
        {
            if (!_record.Unacknowledged.Remove(batch))
            {
                return;
            }

            for (long sequence = batch.First; sequence < batch.First + batch.Count; sequence++)
            {
                _acknowledgedAhead.Add(sequence);
            }

            while (_acknowledgedAhead.Remove(_record.Oldest))
            {
                _record.Oldest++;
            }

            if (offset is { } known)
            {
                _record.Offsets[known] = batch;
            }
        }
    }

    /// <summary>How often the message was sent again.</summary>
    public int TimesSentAgain(long sequence)
    {
        lock (_lock)
        {
            return _record.SentAgain.Count(batch => batch.Contains(sequence));
        }
    }

    /// <summary>How many messages from <paramref name="sequence"/> on were acknowledged.</summary>
    public long AcknowledgedFrom(long sequence)
    {
        lock (_lock)
        {
            return Math.Max(0, _record.Oldest - sequence) + _acknowledgedAhead.Count(ahead => ahead >= sequence);
        }
    }

    /// <summary>Whether the message was acknowledged.</summary>
    public bool IsAcknowledged(long sequence)
    {
        lock (_lock)
        {
            return sequence < _record.Oldest || _acknowledgedAhead.Contains(sequence);
        }
    }

    /// <summary>Takes the offsets told since this was last asked.</summary>
    public Dictionary<long, Batch> TakeOffsets()
    {
        lock (_lock)
        {
            Dictionary<long, Batch> offsets = _record.Offsets;
            _record.Offsets = [];
            return offsets;
        }
    }

    /// <summary>
    /// Goes on from what the log holds, after a run that was killed before it could write down what it had sent.
    /// </summary>
    public void Adopt(long next)
    {
        lock (_lock)
        {
            _record.SentAgain.AddRange(_record.Unacknowledged);
            _record.Next = next;
            _record.Oldest = next;
            _record.Unacknowledged.Clear();
            _record.Offsets = [];
            _record.ProducerId = -1;
            _acknowledgedAhead.Clear();
        }
    }

    /// <summary>The record to be saved.</summary>
    public StreamRecord ToRecord()
    {
        lock (_lock)
        {
            _record.AcknowledgedAhead = [.. _acknowledgedAhead];
            return _record;
        }
    }
}
