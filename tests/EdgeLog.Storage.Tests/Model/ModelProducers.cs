using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>The idempotent producers of one partition, and how the log has to judge what they send.</summary>
internal sealed class ModelProducers(ModelPartition partition)
{
    private const int Producers = 3;
    private const int FirstSequenceMax = 100;

    private readonly Dictionary<long, List<ModelAppend>> _sent = [];

    /// <summary>What identifies the next batch of some producer.</summary>
    public RecordProducer Next(Random random)
    {
        long id = random.Next(1, Producers + 1);
        if (LastOf(id) is not { } last)
        {
            return new RecordProducer(id, 0, random.Next(FirstSequenceMax));
        }

        return random.Next(10) == 0
            ? new RecordProducer(id, (short)(last.Producer.Epoch + 1), 0)
            : last.Producer with { BaseSequence = last.LastSequence + 1 };
    }

    public void Add(ModelAppend append)
    {
        if (!_sent.TryGetValue(append.Producer.Id, out List<ModelAppend>? batches))
        {
            _sent.Add(append.Producer.Id, batches = []);
        }

        batches.Add(append);
    }

    /// <summary>The log knows nobody any more.</summary>
    public void Forget() => _sent.Clear();

    /// <summary>The batch turned out not to be there: its producer goes on before it.</summary>
    public void Remove(ModelAppend append)
    {
        if (_sent.TryGetValue(append.Producer.Id, out List<ModelAppend>? batches)
            && batches.Remove(append)
            && batches.Count == 0)
        {
            _sent.Remove(append.Producer.Id);
        }
    }

    /// <summary>
    /// A batch that is not to be stored, and what the log has to say of it; null where no producer is known for sure.
    /// </summary>
    public (ModelAppend Append, AppendError Error)? ChooseJudged(Random random)
    {
        if (LastOf(random.Next(1, Producers + 1)) is not { } last || last.BaseOffset < partition.LogStart)
        {
            return null;
        }

        ModelAppend repeated = ChooseRepeated(last, random);
        RecordProducer next = last.Producer with { BaseSequence = last.LastSequence + 1 };
        return random.Next(4) switch
        {
            0 => (Like(last, next with { BaseSequence = next.BaseSequence + random.Next(1, 9) }),
                AppendError.OutOfOrderSequence),
            1 when next.Epoch > 0 => (Like(last, next with { Epoch = (short)(next.Epoch - 1) }),
                AppendError.InvalidProducerEpoch),
            _ => (Like(repeated, repeated.Producer), AppendError.None),
        };
    }

    private ModelAppend? LastOf(long id) =>
        _sent.TryGetValue(id, out List<ModelAppend>? batches) ? batches[^1] : null;

    /// <summary>
    /// One of the last five that are still stored; of a compacted partition only the last is for sure.
    /// </summary>
    private ModelAppend ChooseRepeated(ModelAppend last, Random random)
    {
        ModelAppend[] known = [.. _sent[last.Producer.Id]
            .Where(batch => batch.Producer.Epoch == last.Producer.Epoch && batch.BaseOffset >= partition.LogStart)
            .TakeLast(partition.Topic.IsKeyed ? 1 : 5)];
        return known[random.Next(known.Length)];
    }

    private ModelAppend Like(ModelAppend append, RecordProducer producer) => new(partition, append.Records)
    {
        Codec = append.Codec,
        Producer = producer,
        BaseOffset = append.BaseOffset,
    };
}
