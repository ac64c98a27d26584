using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>
/// Keeps leaders known and topics existing in the target: one question at a time, for topics that are new or failed,
/// after leader changes, and now and then for all. Owned by the mirror's loop.
/// </summary>
internal sealed class TopicQueries(
    MirrorContext context, KafkaClient client, MirrorTopics topics, ProduceAnswers answers)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Kafka 4's default max.message.bytes of a topic.
    private const int DefaultMessageBytes = 1_048_588;

    private readonly TargetTopics _target = new(client, context.Settings.ReplicationFactor);
    private readonly LoopTimes _times = context.Times;
    private Task<IReadOnlyList<ClusterTopic>>? _asking;
    private List<TopicMirror> _asked = [];
    private long _nextAt;
    private long _refreshAt;
    private int _failures;

    /// <summary>Why the last question got no answer; null where it did.</summary>
    public BrokerUnreachableException? Failure { get; private set; }

    /// <summary>When the next turn is due.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    public void Turn(CancellationToken cancellation)
    {
        if (_asking is { IsCompleted: true } asked)
        {
            _asking = null;
            TakeAnswer(asked);
        }

        if (_asking is null)
        {
            AskIfDue(cancellation);
        }
    }

    /// <summary>Waits for the end of what is under way.</summary>
    public async Task EndAsync()
    {
        if (_asking is not null)
        {
            await _asking.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private void AskIfDue(CancellationToken cancellation)
    {
        DueAt = Math.Max(_nextAt, _refreshAt);
        bool isRefresh = answers.WantsMetadata || _times.IsDue(_refreshAt);
        _asked = [];
        foreach (TopicMirror topic in topics.All)
        {
            bool isWanted = topic.NeedsLeaders || (isRefresh && topic.Failures == 0);
            if (isWanted && _times.IsDue(topic.AskAt))
            {
                _asked.Add(topic);
            }
            else if (isWanted)
            {
                DueAt = Math.Min(DueAt, topic.AskAt);
            }
        }

        if (_asked.Count == 0 && !isRefresh)
        {
            return;
        }

        if (!_times.IsDue(_nextAt))
        {
            DueAt = _nextAt;
            return;
        }

        answers.WantsMetadata = false;
        _refreshAt = _times.After(context.Client.MetadataMaxAge);
        DueAt = long.MaxValue;
        _asking = _target.EnsureAsync([.. _asked.Select(Want)], cancellation);
        context.Signal.SetAfter(_asking);
    }

    private static WantedTopic Want(TopicMirror topic)
    {
        int bytes = topic.Source.Config.MaxMessageBytes;
        KeyValuePair<string, string>[] config =
            bytes > DefaultMessageBytes ? [new("max.message.bytes", $"{bytes}")] : [];
        return new WantedTopic(topic.Target, topic.Partitions.Count, config);
    }

    private void TakeAnswer(Task<IReadOnlyList<ClusterTopic>> asked)
    {
        if (asked.IsCompletedSuccessfully)
        {
            Failure = null;
            _failures = 0;
            _nextAt = _times.After(Pause);
            foreach ((TopicMirror topic, ClusterTopic found) in _asked.Zip(asked.Result))
            {
                Apply(topic, found);
            }

            return;
        }

        Exception error = asked.Exception!.InnerException!;
        Failure = error as BrokerUnreachableException ?? throw error;
        answers.WantsMetadata = true;
        _nextAt = _times.After(context.Backoff.After(++_failures));
    }

    private void Apply(TopicMirror topic, ClusterTopic found)
    {
        for (int i = 0; i < topic.Partitions.Count; i++)
        {
            topic.Partitions[i].Leader = i < found.Leaders.Count ? found.Leaders[i] : -1;
        }

        if (found.Error == ErrorCode.None)
        {
            topic.Failures = topic.NeedsLeaders ? topic.Failures + 1 : 0;
            topic.AskAt = topic.NeedsLeaders ? _times.After(context.Backoff.After(topic.Failures)) : 0;
            if (!topic.NeedsLeaders && topic.Trouble is not null)
            {
                answers.GoOn(topic);
            }

            return;
        }

        topic.Failures++;
        bool isRetriable = ErrorCodes.IsRetriable(found.Error);
        TimeSpan delay = isRetriable ? context.Backoff.After(topic.Failures) : context.Limits.RefusedRetryInterval;
        topic.AskAt = _times.After(delay);
        if (!isRetriable || topic.Failures >= ProduceAnswers.FailuresShown)
        {
            answers.Wait(topic, TroubleFixes.Describe(found.Error, topic.Target, found.Message), delay);
        }
    }
}
