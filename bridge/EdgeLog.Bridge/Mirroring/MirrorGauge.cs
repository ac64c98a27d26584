using System.Buffers;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Bridge;

/// <summary>Turns the loop's last picture, the log and the counters into a status. Safe from any thread.</summary>
internal sealed class MirrorGauge(MirrorContext context, MirrorTopics topics)
{
    private const int SamplesMax = 12;
    private const int PeekBytes = 64 * 1024;
    private const int PeekBytesMax = 1024 * 1024;
    private const int PeeksMax = 32;
    private static readonly TimeSpan SamplePeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<MirrorSample> _samples = new();
    private long _sampleAt;

    /// <summary>Called by the loop after a turn: takes a sample of the counters every second.</summary>
    public void Update()
    {
        if (context.Times.IsDue(_sampleAt))
        {
            _sampleAt = context.Times.After(SamplePeriod);
            lock (_lock)
            {
                _samples.Enqueue(Sample());
                if (_samples.Count > SamplesMax)
                {
                    _samples.Dequeue();
                }
            }
        }
    }

    /// <summary>Records that are not acknowledged, of the topics known to the loop.</summary>
    public long BacklogRecords => topics.All.Sum(topic => topic.Partitions.Sum(partition => partition.BacklogRecords));

    public MirrorStatus Read(MirrorStatus status)
    {
        List<TopicMirror> known = topics.All;
        List<Backlog> backlogs =
        [
            .. known.SelectMany(topic => topic.Partitions)
                .Select(partition => new Backlog(
                    partition.Source, partition.AcknowledgedOffset, partition.OldestTimestampMs)),
            .. OfNewTopics(known),
        ];
        Backlog[] behind = [.. backlogs.Where(partition => partition.Records > 0)];
        long backlog = behind.Sum(partition => partition.Records);
        (double rate, double drain) = Rates(backlog);
        return status with
        {
            BacklogRecords = backlog,
            BacklogBytes = behind.Sum(partition => partition.Source.EstimateBytes(partition.From)),
            OldestAge = OldestAge(behind),
            RecordsPerSecond = rate,
            DrainedIn = backlog == 0 ? TimeSpan.Zero
                : drain > 0 ? TimeSpan.FromSeconds(Math.Min(backlog / drain, 1e9))
                : null,
            Topics = known.Count,
            WaitingTopics = [.. known.Where(topic => topic.Trouble is not null).Select(Waiting)],
        };
    }

    // While the target is away the loop does not look at the catalog, but the backlog of a new topic counts all the
    // same.
    private IEnumerable<Backlog> OfNewTopics(List<TopicMirror> known)
    {
        if (topics.CatalogVersion == context.Log.Topics.Version)
        {
            return [];
        }

        HashSet<string> names = [.. known.Select(topic => topic.Source.Name)];
        return context.Log.Topics.Snapshot.Values
            .Where(topic => !topic.IsInternal && !names.Contains(topic.Name) && context.Settings.Selects(topic.Name)
                && !context.Settings.Policy.IsCycle(topic.Name))
            .SelectMany(topic => topic.Partitions)
            .Select(source => new Backlog(source, source.LogStartOffset, -1));
    }

    private static MirrorTopicStatus Waiting(TopicMirror topic) => new()
    {
        Topic = topic.Source.Name,
        Target = topic.Target,
        Error = topic.Trouble?.Error ?? "",
        Message = topic.Trouble?.Message ?? "",
        Fix = topic.Trouble?.Fix ?? "",
        BacklogRecords = topic.Partitions.Sum(partition => partition.BacklogRecords),
    };

    private MirrorSample Sample() => new(context.Times.Now, context.Report.RecordsMirrored, BacklogRecords);

    private (double Rate, double Drain) Rates(long backlog)
    {
        MirrorSample before;
        lock (_lock)
        {
            // The oldest of the last ten seconds; where the loop slept longer, the last before that.
            before = _samples.FirstOrDefault(
                sample => context.Times.Clock.GetElapsedTime(sample.Timestamp) <= SamplePeriod * SamplesMax,
                _samples.LastOrDefault());
        }

        double seconds = before.Timestamp == 0 ? 0 : context.Times.Clock.GetElapsedTime(before.Timestamp).TotalSeconds;
        long mirrored = context.Report.RecordsMirrored - before.RecordsMirrored;
        return seconds <= 0 ? (0, 0) : (mirrored / seconds, (before.BacklogRecords - backlog) / seconds);
    }

    private TimeSpan? OldestAge(Backlog[] behind)
    {
        long oldest = long.MaxValue;
        int peeks = 0;
        foreach (Backlog partition in behind)
        {
            long timestampMs = partition.OldestTimestampMs;
            if (timestampMs < 0 && peeks++ < PeeksMax)
            {
                timestampMs = Peek(partition);
            }

            oldest = timestampMs >= 0 ? Math.Min(oldest, timestampMs) : oldest;
        }

        return oldest == long.MaxValue
            ? null
            : TimeSpan.FromMilliseconds(Math.Max(0, context.Times.NowMs - oldest));
    }

    private static long Peek(in Backlog partition)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PeekBytes);
        ReadResult read = partition.Source.Read(partition.From, buffer);
        if (read.NextBatchBytes > buffer.Length && read.NextBatchBytes <= PeekBytesMax)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(read.NextBatchBytes);
            read = partition.Source.Read(partition.From, buffer);
        }

        long timestampMs = read.BytesRead > 0 ? RecordBatchHeader.Read(buffer).BaseTimestampMs : -1;
        ArrayPool<byte>.Shared.Return(buffer);
        return timestampMs;
    }

    /// <summary>What of a partition is not mirrored yet.</summary>
    private readonly record struct Backlog(Partition Source, Offset From, long OldestTimestampMs)
    {
        public long Records => Math.Max(0, Source.HighWatermark - From);
    }
}
