using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.Bridge;

/// <summary>
/// Judges what became of batches: positions move on, sequences start over, a partition waits. Owned by the mirror's
/// loop.
/// </summary>
internal sealed class ProduceAnswers(MirrorContext context)
{
    /// <summary>After so many failures in a row a retriable error is shown to the operator.</summary>
    public const int FailuresShown = 5;

    private readonly MirrorReport _report = context.Report;

    /// <summary>Whether some answer says that leaders have changed.</summary>
    public bool WantsMetadata { get; set; }

    /// <summary>Whether anything was acknowledged.</summary>
    public bool MadeProgress { get; private set; }

    /// <summary>Applies the answer to a request.</summary>
    public void Apply(ProduceCall call, ReadOnlyMemory<byte> frame)
    {
        ProduceResponse response = BrokerConnection.Decode(frame, ApiKey.Produce, call.Version, ProduceResponse.Read);
        Dictionary<TopicPartition, ProduceResponse.Partition> answers = [];
        foreach (ProduceResponse.Topic topic in response.Topics)
        {
            foreach (ProduceResponse.Partition partition in topic.Partitions)
            {
                answers[new TopicPartition(topic.Name, partition.Index)] = partition;
            }
        }

        // Before anything is settled: a call that is lost afterwards must not be settled in part.
        foreach (SentBatch sent in call.Batches)
        {
            if (!answers.ContainsKey(sent.Partition.Target))
            {
                throw new KafkaProtocolException($"answered nothing about {sent.Partition.Target}");
            }
        }

        foreach (SentBatch sent in call.Batches)
        {
            ProduceResponse.Partition answer = answers[sent.Partition.Target];
            Settle(sent, answer.ErrorCode, answer.ErrorMessage);
        }
    }

    /// <summary>The connection ended before the answer came.</summary>
    public void Lose(ProduceCall call)
    {
        foreach (SentBatch sent in call.Batches)
        {
            sent.Partition.MarkLost(sent.Batch);
            Judge(sent.Topic, sent.Partition);
        }
    }

    /// <summary>No answer will come to anything that a partition has in flight.</summary>
    public void LoseAll(TopicMirror topic, PartitionMirror partition)
    {
        partition.MarkAllLost();
        Judge(topic, partition);
    }

    /// <summary>A partition waits for its operator.</summary>
    public void Wait(TopicMirror topic, PartitionMirror partition, PartitionTrouble trouble, TimeSpan retry)
    {
        partition.Trouble = trouble;
        partition.RetryAt = context.Times.After(retry);
        Wait(topic, trouble, retry);
    }

    /// <summary>A whole topic waits for its operator.</summary>
    public void Wait(TopicMirror topic, PartitionTrouble trouble, TimeSpan retry)
    {
        if (topic.Trouble?.Error != trouble.Error)
        {
            topic.Trouble = trouble;
            _report.Waits(topic.Target, trouble, retry);
        }
    }

    /// <summary>A partition that waited goes on.</summary>
    public void GoOn(TopicMirror topic, PartitionMirror partition)
    {
        partition.Trouble = null;
        partition.RetryAt = 0;
        GoOn(topic);
    }

    /// <summary>A topic that waited goes on, where all its partitions do.</summary>
    public void GoOn(TopicMirror topic)
    {
        if (topic.Trouble is not null && topic.Partitions.All(other => other.Trouble is null))
        {
            topic.Trouble = null;
            _report.GoesOn(topic.Target);
        }
    }

    private void Settle(SentBatch sent, ErrorCode error, string? message)
    {
        (TopicMirror topic, PartitionMirror partition, MirrorBatch batch) = sent;
        if (error is ErrorCode.None or ErrorCode.DuplicateSequenceNumber)
        {
            MadeProgress = true;
            _report.Acknowledged(batch);
            partition.MarkAcknowledged(batch);
            if (partition.Trouble is not null)
            {
                GoOn(topic, partition);
            }
        }
        else
        {
            partition.MarkRefused(batch, error, message);
        }

        Judge(topic, partition);
    }

    private void Judge(TopicMirror topic, PartitionMirror partition)
    {
        if (partition.TakeFailure() is not { } failed)
        {
            return;
        }

        _report.Retried();
        partition.Failures++;
        if (failed.Outcome == BatchOutcome.Lost)
        {
            WantsMetadata = true;
            return;
        }

        switch (failed.Error)
        {
            case ErrorCode.OutOfOrderSequenceNumber or ErrorCode.UnknownProducerId or ErrorCode.InvalidProducerEpoch
                or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerIdMapping:
                _report.MayRepeat(partition.Source.Id, partition.RestartSequence());
                bool isFirst = partition.Failures == 1;
                partition.RetryAt = isFirst ? 0 : context.Times.After(context.Backoff.After(partition.Failures));
                break;
            case ErrorCode.MessageTooLarge or ErrorCode.RecordListTooLarge when failed.RecordCount > 1:
                partition.BatchBytesMax = Math.Max(Math.Min(failed.SizeBytes, partition.BatchBytesMax) / 2, 1);
                _report.MayRepeat(partition.Source.Id, partition.Replan(partition.Acknowledged.Next));
                break;
            default:
                Retry(topic, partition, failed);
                break;
        }
    }

    private void Retry(TopicMirror topic, PartitionMirror partition, MirrorBatch failed)
    {
        WantsMetadata |= ErrorCodes.RefreshesMetadata(failed.Error);
        bool isRetriable = ErrorCodes.IsRetriable(failed.Error);
        TimeSpan delay = isRetriable
            ? context.Backoff.After(partition.Failures)
            : context.Limits.RefusedRetryInterval;
        partition.RetryAt = context.Times.After(delay);
        if (!isRetriable || partition.Failures >= FailuresShown)
        {
            Wait(topic, partition, TroubleFixes.Describe(failed.Error, topic.Target, failed.ErrorMessage), delay);
        }
    }
}
