using EdgeLog.Records;

namespace EdgeLog.PowerCut;

/// <summary>
/// Compares what the log holds with what the clients' ledgers say: every acknowledged record there, each client's
/// records in order and without holes, none more often than it was sent, at the offset that was told. Given the records
/// of each partition in order; one owner.
/// </summary>
internal sealed class Judge(LoadPlan plan, IReadOnlyDictionary<int, StreamLedger> ledgers, JudgeRecord record)
{
    private const int FindingsMax = 200;

    private readonly Dictionary<string, Dictionary<long, (int Stream, Batch Batch)>> _offsets = [];

    public List<Finding> Findings { get; } = [];

    public JudgeRecord Record => record;

    /// <summary>What is known of a partition.</summary>
    public PartitionJudgement Partition(string topic, int partition)
    {
        string name = $"{topic}-{partition}";
        if (!record.Partitions.TryGetValue(name, out PartitionJudgement? judgement))
        {
            record.Partitions[name] = judgement = new PartitionJudgement();
        }

        return judgement;
    }

    /// <summary>Takes the offsets that clients were told, to be held against the records read from now on.</summary>
    public void TakeOffsets()
    {
        foreach (StreamLedger ledger in ledgers.Values.Where(one => one.Plan.Protocol != StreamProtocol.Mqtt))
        {
            string name = $"{ledger.Plan.Topic}-{ledger.Plan.Partition}";
            if (!_offsets.TryGetValue(name, out Dictionary<long, (int, Batch)>? offsets))
            {
                _offsets[name] = offsets = [];
            }

            foreach ((long offset, Batch batch) in ledger.TakeOffsets())
            {
                for (int at = 0; at < batch.Count; at++)
                {
                    offsets[offset + at] = (ledger.Plan.Id, new Batch(batch.First + at, 1));
                }
            }
        }
    }

    /// <summary>Says where the log begins now; records before it went by retention, or were lost.</summary>
    public void StartAt(string topic, int partition, long logStart)
    {
        PartitionJudgement judgement = Partition(topic, partition);
        if (logStart <= judgement.Next)
        {
            return;
        }

        if (plan.Topic(topic).RetentionBytes is null)
        {
            Report(FindingKind.Lost, logStart - judgement.Next,
                $"{topic}-{partition} begins at {logStart}: offsets from {judgement.Next} on are gone");
        }

        judgement.Next = logStart;
        judgement.SeenNext = -1;
        judgement.Bytes = 0;
        judgement.HasJumped = true;
        foreach (StreamLedger ledger in ledgers.Values.Where(one => one.Plan.Topic == topic))
        {
            if (Stream(ledger.Plan.Id).Partition is var known && (known == partition || known < 0))
            {
                Stream(ledger.Plan.Id).Expected = -1;
            }
        }
    }

    /// <summary>Says where the log ends now; what was read behind it before is lost.</summary>
    public void EndAt(string topic, int partition, long logEnd)
    {
        PartitionJudgement judgement = Partition(topic, partition);
        if (logEnd < judgement.Next)
        {
            Report(FindingKind.Lost, judgement.Next - logEnd,
                $"{topic}-{partition} ends at {logEnd}: offsets up to {judgement.Next} had been read");
            judgement.Next = logEnd;
        }
    }

    /// <summary>Judges whole batches of a partition, in the log's order.</summary>
    public void Observe(string topic, int partition, ReadOnlySpan<byte> batches)
    {
        PartitionJudgement judgement = Partition(topic, partition);
        foreach (RecordBatch batch in new RecordBatchEnumerator(batches))
        {
            if (batch.Header.LastOffset.Value < judgement.Next)
            {
                continue;
            }

            if (!batch.HasValidChecksum())
            {
                Report(FindingKind.Garbage, batch.Header.RecordCount,
                    $"{topic}-{partition}: the checksum of the batch at {batch.Header.BaseOffset} is wrong");
                judgement.Next = batch.Header.LastOffset.Value + 1;
                continue;
            }

            using var records = new RecordBatchReader(batch.Bytes, new Offset(judgement.Next));
            foreach (Record one in records)
            {
                ObserveRecord(topic, partition, judgement, one);
            }

            judgement.Bytes += batch.Header.SizeBytes;
        }
    }

    /// <summary>
    /// Ends a reading that reached every partition's end: what was acknowledged and not seen is lost.
    /// </summary>
    public void Conclude()
    {
        foreach (StreamLedger ledger in ledgers.Values)
        {
            StreamJudgement stream = Stream(ledger.Plan.Id);
            long lost = stream.Expected < 0 ? 0 : ledger.AcknowledgedFrom(stream.Expected);
            if (lost > 0)
            {
                Report(FindingKind.Lost, lost, $"stream {ledger.Plan.Id} ({ledger.Plan.Topic}): {lost} acknowledged "
                    + $"messages from {stream.Expected} on are not there");
                stream.Expected = Math.Max(stream.Expected, ledger.FirstToCome);
            }
        }

        foreach ((string name, PartitionJudgement judgement) in record.Partitions)
        {
            long? retained = plan.Topics.Single(topic => name.StartsWith(topic.Name + "-", StringComparison.Ordinal))
                .RetentionBytes;
            if (judgement.HasJumped && judgement.Bytes < retained)
            {
                Report(FindingKind.Lost, 1, $"{name} holds {judgement.Bytes} bytes of the {retained} to be retained");
            }

            judgement.HasJumped = false;
            if (judgement.SeenNext > judgement.Next)
            {
                Report(FindingKind.TakenBack, judgement.SeenNext - judgement.Next,
                    $"{name} ends at {judgement.Next}, and readers had seen all before {judgement.SeenNext}");
            }

            judgement.SeenNext = -1;
        }

        foreach ((string name, Dictionary<long, (int Stream, Batch Batch)> offsets) in _offsets)
        {
            // Where messages are lost their offsets are too, and each is told once.
            bool isKnown = Findings.Any(finding => finding.Kind == FindingKind.Lost);
            long left = offsets.Keys.Count(offset => offset >= record.Partitions[name].Next);
            if (left > 0 && !isKnown)
            {
                Report(FindingKind.Lost, left, $"{name} ends at {record.Partitions[name].Next}; {left} acknowledged "
                    + "offsets are behind that");
            }
        }

        _offsets.Clear();
    }

    /// <summary>The number of the message that a stream has to go on with, by what the log holds.</summary>
    public long NextOf(int stream) => Math.Max(0, Stream(stream).Expected);

    /// <summary>Says that an earlier judge's records must come again, all that are not gone by retention.</summary>
    public void MustRepeat(Judge earlier)
    {
        foreach (TopicPlan topic in plan.Topics.Where(topic => topic.RetentionBytes is null))
        {
            for (int index = 0; index < topic.Partitions; index++)
            {
                PartitionJudgement known = earlier.Partition(topic.Name, index);
                Partition(topic.Name, index).SeenNext = known.Next > 0 ? known.Next : -1;
                Partition(topic.Name, index).SeenHash = known.Hash;
            }
        }
    }

    /// <summary>Reports where another judge, who read from the start, came to another end.</summary>
    public void CompareWith(Judge earlier)
    {
        foreach (int id in ledgers.Keys.Where(id => NextOf(id) != earlier.NextOf(id)))
        {
            Report(FindingKind.TakenBack, Math.Abs(NextOf(id) - earlier.NextOf(id)),
                $"stream {id} ends before {NextOf(id)}, and {earlier.NextOf(id)} was read before");
        }
    }

    /// <summary>Notes a broken promise that was found elsewhere.</summary>
    public void Report(FindingKind kind, long records, string text)
    {
        if (Findings.Count < FindingsMax)
        {
            Findings.Add(new Finding(kind, records, text));
        }
    }

    private void ObserveRecord(string topic, int partition, PartitionJudgement judgement, in Record one)
    {
        string at = $"{topic}-{partition} offset {one.Offset}";
        if (one.Offset.Value != judgement.Next)
        {
            Report(FindingKind.Disorder, 1, $"{at}: expected {judgement.Next}");
        }

        if (!Message.TryRead(one.Value, out int id, out long sequence)
            || !ledgers.TryGetValue(id, out StreamLedger? ledger) || ledger.Plan.Topic != topic
            || ledger.Plan.SizeOf(sequence) != one.Value.Length)
        {
            Report(FindingKind.Garbage, 1, $"{at}: {one.Value.Length} bytes that nobody sent");
        }
        else
        {
            CompareWithLedger(at, partition, ledger, sequence);
            if (_offsets.TryGetValue($"{topic}-{partition}", out Dictionary<long, (int Stream, Batch Batch)>? offsets)
                && offsets.Remove(one.Offset.Value, out (int Stream, Batch Batch) told)
                && (told.Stream != id || told.Batch.First != sequence))
            {
                Report(FindingKind.Disorder, 1,
                    $"{at}: message {sequence} of stream {id} where {told.Batch.First} of {told.Stream} was told");
            }
        }

        judgement.Hash = RecordHash.Add(judgement.Hash, one.Offset.Value, one.Value);
        judgement.Next = one.Offset.Value + 1;
        record.Records++;
        if (judgement.Next == judgement.SeenNext)
        {
            judgement.SeenNext = -1;
            if (judgement.Hash != judgement.SeenHash)
            {
                Report(FindingKind.TakenBack, 1, $"{at}: readers had seen other records up to here");
            }
        }
    }

    private void CompareWithLedger(string at, int partition, StreamLedger ledger, long sequence)
    {
        StreamJudgement stream = Stream(ledger.Plan.Id);
        if (stream.Partition >= 0 && stream.Partition != partition)
        {
            Report(FindingKind.Disorder, 1, $"{at}: stream {ledger.Plan.Id} was in partition {stream.Partition}");
        }

        stream.Partition = partition;
        if (stream.Expected < 0 || sequence == stream.Expected)
        {
            stream.Expected = sequence + 1;
        }
        else if (sequence > stream.Expected)
        {
            long lost = Enumerable.Range(0, (int)(sequence - stream.Expected))
                .LongCount(ahead => ledger.IsAcknowledged(stream.Expected + ahead));
            Report(lost > 0 ? FindingKind.Lost : FindingKind.Disorder, Math.Max(lost, 1),
                $"{at}: message {sequence} of stream {ledger.Plan.Id} where {stream.Expected} was to come");
            stream.Expected = sequence + 1;
        }
        else
        {
            int repeats = stream.Repeats[sequence] = stream.Repeats.GetValueOrDefault(sequence) + 1;
            record.Repeats++;
            int allowed = ledger.Plan.Protocol == StreamProtocol.Idempotent ? 0 : ledger.TimesSentAgain(sequence);
            if (repeats > allowed)
            {
                Report(FindingKind.Repeated, 1, $"{at}: message {sequence} of stream {ledger.Plan.Id} is there "
                    + $"{repeats + 1} times and was sent {allowed + 1} times");
            }
        }
    }

    private StreamJudgement Stream(int id)
    {
        if (!record.Streams.TryGetValue(id, out StreamJudgement? stream))
        {
            record.Streams[id] = stream = new StreamJudgement();
        }

        return stream;
    }
}
