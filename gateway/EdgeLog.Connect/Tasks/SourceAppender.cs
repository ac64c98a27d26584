using EdgeLog.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

/// <summary>
/// Takes the records of a poll through the pipeline into the log, and returns when every one of them is durable,
/// dropped on purpose, or durable as a dead letter: until then it tries again. Owned by the task's loop.
/// </summary>
internal sealed partial class SourceAppender(string name, LogDirectory log, RecordPipeline pipeline, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly List<RawRecord> _outputs = [];
    private readonly HashSet<int> _pending = [];
    private readonly HashSet<int> _lettered = [];
    private bool _oneByOne;

    /// <summary>Records appended since the start, dead letters included.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Records that went to the dead-letter topic.</summary>
    public long DeadLetterCount { get; private set; }

    /// <summary>Records that transforms dropped on purpose.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Why the last try is being repeated; null where none is.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>
    /// Appends. Waits, for as long as it takes, where there is no room. Throws <see cref="StorageException"/> where the
    /// log has failed.
    /// </summary>
    public async ValueTask AppendAsync(SourceBatch batch, TimeProvider time, CancellationToken cancellation)
    {
        Transform(batch);
        var delay = new RetryDelay(FirstRetry, LongestRetry, Random.Shared);
        while (_pending.Count > 0)
        {
            string? obstacle = await TryAppendAsync(batch, cancellation);
            if (obstacle is not null && obstacle != Obstacle)
            {
                LogObstacle(logger, name, _pending.Count, obstacle.TrimEnd('.'));
            }

            Obstacle = obstacle;
            if (Obstacle is not null)
            {
                await Task.Delay(delay.Next(), time, cancellation);
            }
        }
    }

    private void Transform(SourceBatch batch)
    {
        _pending.Clear();
        _lettered.Clear();
        _oneByOne = false;
        for (int i = 0; i < batch.Count; i++)
        {
            if (i == _outputs.Count)
            {
                _outputs.Add(new RawRecord());
            }

            switch ((batch.PipelineOf(i) ?? pipeline).Run(batch[i], _outputs[i]))
            {
                case PipelineOutcome.Dropped:
                    DroppedCount++;
                    break;
                case PipelineOutcome.DeadLettered:
                    DeadLetterCount++;
                    _lettered.Add(i);
                    _pending.Add(i);
                    break;
                default:
                    _pending.Add(i);
                    break;
            }
        }
    }

    /// <summary>Tries to append what is pending; gives back what stood in the way of some of it, or null.</summary>
    private async ValueTask<string?> TryAppendAsync(SourceBatch batch, CancellationToken cancellation)
    {
        string? obstacle = null;
        var appends = new List<SourceAppend>();
        try
        {
            foreach (int index in _pending.Order().ToArray())
            {
                try
                {
                    await AddAsync(index, appends, cancellation);
                }
                catch (TopicException e)
                {
                    obstacle = Refuse(batch, index, $"topic {_outputs[index].Topic}: {e.Message}") ?? obstacle;
                }
            }

            foreach (SourceAppend append in appends)
            {
                // Not cancelled: the log takes it in or refuses it, and from then on the bytes are the log's.
                await append.Target.AppendAsync(append, CancellationToken.None);
            }

            AppendResult[] results = await Task.WhenAll(appends.Select(append => append.Completion));
            for (int i = 0; i < results.Length; i++)
            {
                obstacle = Settle(batch, appends[i], results[i]) ?? obstacle;
            }
        }
        finally
        {
            appends.ForEach(append => append.Dispose());
        }

        return obstacle;
    }

    private async ValueTask AddAsync(int index, List<SourceAppend> appends, CancellationToken cancellation)
    {
        RawRecord record = _outputs[index];
        Topic topic = record.IsDeadLetter
            ? await DeadLetterTopic.FindOrCreateAsync(log.Topics, record.Topic, cancellation)
            : await log.Topics.GetOrCreateAsync(record.Topic, cancellation);
        DeadLetterTopic.EnsureKey(record, topic);
        AppendSizeLimit limit = record.IsDeadLetter ? AppendSizeLimit.OfLog : AppendSizeLimit.OfTopic;
        Partition partition = record.Key is { } key ? topic.PartitionFor(key.Span) : topic.PartitionForKeyless();
        SourceAppend? append = _oneByOne ? null : appends.Find(
            known => known.Target == partition && known.SizeLimit == limit);
        if (append is null)
        {
            append = new SourceAppend(partition) { SizeLimit = limit };
            appends.Add(append);
        }

        record.WriteTo(append.Run!);
        append.Indexes.Add(index);
    }

    /// <summary>Takes note of an append's outcome; gives back what stood in the way, or null.</summary>
    private string? Settle(SourceBatch batch, SourceAppend append, in AppendResult result)
    {
        string reason = $"{append.Target.Id}: {result.Error}{(result.Message is null ? "" : ", " + result.Message)}";
        switch (result.Error)
        {
            case AppendError.None:
                RecordCount += append.Indexes.Count;
                _pending.ExceptWith(append.Indexes);
                return null;
            case AppendError.StorageFull or AppendError.UnknownPartition:
                return reason;
            case AppendError.StorageFailed:
                throw new StorageException(reason);
            case var _ when append.Indexes.Count > 1:
                // One of them is to blame; alone, it shows.
                _oneByOne = true;
                return null;
            default:
                return Refuse(batch, append.Indexes[0], reason);
        }
    }

    /// <summary>
    /// Readdresses a record that its topic refuses for good to the dead letters; gives back what stands in the way
    /// where it is one already, so that it waits for that to be mended and is never lost.
    /// </summary>
    private string? Refuse(SourceBatch batch, int index, string reason)
    {
        if (!_lettered.Add(index))
        {
            return reason;
        }

        DeadLetterCount++;
        (batch.PipelineOf(index) ?? pipeline).Reject(batch[index], reason, _outputs[index]);
        return null;
    }
}
