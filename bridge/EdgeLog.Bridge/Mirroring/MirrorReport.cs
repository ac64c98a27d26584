using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Bridge;

/// <summary>
/// What a mirror tells its operator: log lines that say what, effect, fix and retry; counters; the last findings.
/// Counters may be read from any thread.
/// </summary>
internal sealed partial class MirrorReport(string mirror, ILogger logger)
{
    private const int FindingsMax = 16;

    private readonly Lock _lock = new();
    private readonly Queue<string> _findings = new();
    private long _recordsMirrored;
    private long _bytesMirrored;
    private long _requests;
    private long _retries;
    private long _duplicatesPossible;
    private long _gapRecords;

    public long RecordsMirrored => Interlocked.Read(ref _recordsMirrored);

    public long BytesMirrored => Interlocked.Read(ref _bytesMirrored);

    public long Requests => Interlocked.Read(ref _requests);

    public long Retries => Interlocked.Read(ref _retries);

    public long DuplicatesPossible => Interlocked.Read(ref _duplicatesPossible);

    public long GapRecords => Interlocked.Read(ref _gapRecords);

    /// <summary>What was out of the ordinary, oldest first, the last few.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings];
            }
        }
    }

    public void Acknowledged(MirrorBatch batch)
    {
        Interlocked.Add(ref _recordsMirrored, batch.RecordCount);
        Interlocked.Add(ref _bytesMirrored, batch.SizeBytes);
    }

    public void Requested() => Interlocked.Increment(ref _requests);

    public void Retried() => Interlocked.Increment(ref _retries);

    public void MayRepeat(TopicPartition partition, long records)
    {
        if (records > 0)
        {
            Interlocked.Add(ref _duplicatesPossible, records);
            LogMayRepeat(mirror, partition, records);
        }
    }

    public void Gap(TopicPartition partition, Offset from, Offset to)
    {
        Interlocked.Add(ref _gapRecords, to - from);
        Find($"{partition}: offsets {from} to {to.Value - 1} were deleted here before they were mirrored");
        LogGap(mirror, partition, from, new Offset(to.Value - 1), to - from);
    }

    public void TailLost(TopicPartition partition, Offset mirrored, Offset next)
    {
        Find($"{partition}: the log lost its tail; mirrored up to {mirrored}, goes on from {next}");
        LogTailLost(mirror, partition, mirrored, next);
    }

    public void TopicRecreated(TopicPartition partition)
    {
        Find($"{partition}: the topic was created anew; it is mirrored from its beginning");
        LogTopicRecreated(mirror, partition);
    }

    public void TopicLooksMirrored(string topic, string source)
    {
        Find($"{topic}: is not mirrored; by its name it came from cluster {source}");
        LogTopicLooksMirrored(mirror, topic, source);
    }

    public void NameTooLong(string topic, string target)
    {
        Find($"{topic}: is not mirrored; {target} is longer than Kafka's 249 characters");
        LogNameTooLong(mirror, topic, target);
    }

    public void Waits(string what, PartitionTrouble trouble, TimeSpan retry) =>
        LogWaits(mirror, what, trouble.Error, trouble.Message, trouble.Fix, retry.TotalSeconds);

    public void GoesOn(string what) => LogGoesOn(mirror, what);

    private void Find(string finding)
    {
        lock (_lock)
        {
            _findings.Enqueue(finding);
            if (_findings.Count > FindingsMax)
            {
                _findings.Dequeue();
            }
        }
    }
}
