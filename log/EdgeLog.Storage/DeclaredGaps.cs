using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>
/// Every declared gap of a data directory: records in <c>__edgelog_gaps</c>, durable before what they declare is gone.
/// Safe from any thread.
/// </summary>
public sealed partial class DeclaredGaps : IDisposable
{
    private const int AccountTriesMax = 3;

    private readonly LogDirectory _log;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _lock = new();
    private readonly RefusedCounts _refused = new();
    private readonly Dictionary<GapReason, GapTotals> _totals = [];
    private readonly Dictionary<PartitionKey, OffsetRanges> _damaged = [];

    internal DeclaredGaps(LogDirectory log, ILoggerFactory loggers)
    {
        _log = log;
        _logger = loggers.CreateLogger<DeclaredGaps>();
    }

    /// <summary>What was declared since the directory was made, by reason.</summary>
    public IReadOnlyList<GapTotals> Totals
    {
        get
        {
            lock (_lock)
            {
                return [.. _totals.Values.OrderBy(totals => totals.Reason)];
            }
        }
    }

    /// <summary>
    /// Counts records that were offered at QoS 0 and refused, so that nobody knows of them. They become a gap record
    /// within a second, and while more come one a minute.
    /// </summary>
    public void CountRefused(string topic, long count)
    {
        if (count > 0)
        {
            _refused.Add(topic, count);
        }
    }

    /// <summary>The gaps of a topic, or of all, in the order they were declared.</summary>
    public IReadOnlyList<Gap> Read(string? topic)
    {
        List<Gap> gaps = _log.Topics.Find(GapTopic.Name) is { } found ? GapTopic.ReadAll(found.Partitions[0]) : [];
        return topic is null ? gaps : gaps.FindAll(gap => gap.Topic == topic);
    }

    /// <summary>
    /// Creates the topic where it does not exist, while there surely is room for it.
    /// </summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await EnsureTopicAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Proves a topic's account: reads the header of every batch that is stored.</summary>
    public async Task<TopicAccount> AccountAsync(Topic topic, CancellationToken cancellation)
    {
        TopicAccount account;
        int tries = 0;
        do
        {
            // Damage that was found a moment ago is perhaps still on its way to being declared.
            await DeclareDamageAsync(topic.Partitions, cancellation);
            account = Account(topic);
        }
        while (account.Unexplained != 0 && ++tries < AccountTriesMax);
        return account;
    }

    /// <summary>The same, of what is declared by now.</summary>
    internal TopicAccount Account(Topic topic) => AccountScan.Run(topic, () => Read(topic.Name), _refused);

    void IDisposable.Dispose() => _gate.Dispose();

    /// <summary>Whether refused messages wait to be declared.</summary>
    internal bool HasRefused => !_refused.IsEmpty;

    /// <summary>Takes in what was declared before, and declares the damage that recovery found.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        // The log starts first: what lies before them was declared before it went.
        List<(Partition Partition, long Start)> starts = [.. _log.Topics.Snapshot.Values
            .SelectMany(topic => topic.Partitions)
            .Select(partition => (partition, partition.LogStartOffset.Value))];
        bool isKept = _log.Topics.Find(GapTopic.Name) is not null;
        IReadOnlyList<Gap> before = Read(null);
        lock (_lock)
        {
            foreach (Gap gap in before)
            {
                Count(gap);
            }
        }

        List<Gap> vanished = isKept ? GapsOf.Vanished(starts, before) : [];
        await DeclareAsync(vanished, cancellation);
        await DeclareDamageAsync(starts.Select(start => start.Partition), cancellation);
    }

    /// <summary>
    /// Declares damaged offsets, the end exclusive, where they were not declared before; false where there is no room.
    /// </summary>
    internal async Task<bool> DeclareDamageAsync(
        Partition partition, (long From, long End) range, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (range.From >= range.End
                || (_damaged.TryGetValue(PartitionKey.Of(partition), out OffsetRanges? known)
                    && known.Contains(range.From, range.End)))
            {
                return true;
            }
        }

        return await DeclareAsync([GapsOf.Range(partition, range, GapReason.Damaged)], cancellation);
    }

    /// <summary>
    /// Makes gaps durable; returns false, with nothing declared, where there is no room even for them. Call it before
    /// what is declared is done.
    /// </summary>
    internal async Task<bool> DeclareAsync(IReadOnlyList<Gap> gaps, CancellationToken cancellation)
    {
        if (gaps.Count == 0)
        {
            return true;
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            Topic topic = await EnsureTopicAsync(cancellation);
            return await AppendAsync(topic, gaps, cancellation);
        }
        catch (Exception exception) when (exception is TopicException or StorageException && !_log.HasFailed)
        {
            LogNotDeclared(exception.Message);
            return false;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Declares what was refused since the last time.</summary>
    internal async Task FlushRefusedAsync(CancellationToken cancellation)
    {
        IReadOnlyList<(string Topic, long Count)> refused = _refused.TakeAll();
        Gap[] gaps = [.. refused.Select(one => new Gap
        {
            Topic = one.Topic,
            TopicId = _log.Topics.Find(one.Topic)?.Id,
            Count = one.Count,
            Reason = GapReason.Refused,
            Time = _log.Now,
        })];
        bool isDeclared = false;
        try
        {
            isDeclared = await DeclareAsync(gaps, cancellation);
        }
        finally
        {
            if (!isDeclared)
            {
                foreach ((string topic, long count) in refused)
                {
                    _refused.Add(topic, count);
                }
            }
        }
    }

    private async Task DeclareDamageAsync(IEnumerable<Partition> partitions, CancellationToken cancellation)
    {
        foreach (Partition partition in partitions)
        {
            foreach (QuarantinedRange range in partition.Snapshot.Quarantined)
            {
                await DeclareDamageAsync(partition, (range.FromOffset, range.ToOffset), cancellation);
            }
        }
    }

    private async Task<Topic> EnsureTopicAsync(CancellationToken cancellation)
    {
        if (_log.Topics.Find(GapTopic.Name) is { } there)
        {
            return there;
        }

        // Never compacted, never expired: it is the account. And to be read whatever the defaults are.
        var config = new Dictionary<string, string>
        {
            [TopicSettings.RetentionMs] = "-1",
            [TopicSettings.RetentionBytes] = "-1",
            [TopicSettings.CleanupPolicy] = "delete",
            [TopicSettings.CompressionType] = "uncompressed",
        };
        Topic topic = await _log.Topics.CreateAsync(GapTopic.Name, 1, config, cancellation);
        Gap[] earlier = [.. _log.Topics.Snapshot.Values
            .SelectMany(other => other.Partitions)
            .Where(partition => partition.LogStartOffset > Offset.Zero)
            .Select(partition => GapsOf.Range(partition, (0, partition.LogStartOffset.Value), GapReason.Unaccounted))];
        await AppendAsync(topic, earlier, cancellation);
        return topic;
    }

    private async Task<bool> AppendAsync(Topic topic, IReadOnlyList<Gap> gaps, CancellationToken cancellation)
    {
        if (gaps.Count == 0)
        {
            return true;
        }

        if (await GapTopic.AppendAsync(topic.Partitions[0], gaps, cancellation) is { } refusal)
        {
            LogNotDeclared(refusal);
            return false;
        }

        foreach (Gap gap in gaps)
        {
            lock (_lock)
            {
                Count(gap);
            }

            Tell(gap);
        }

        return true;
    }

    private void Count(Gap gap)
    {
        GapTotals before = _totals.GetValueOrDefault(gap.Reason, new GapTotals(gap.Reason, 0, 0));
        _totals[gap.Reason] = before with { Gaps = before.Gaps + 1, Records = before.Records + gap.Count };
        if (gap is { Reason: GapReason.Damaged, TopicId: { } id })
        {
            var key = new PartitionKey(id, gap.Partition);
            if (!_damaged.TryGetValue(key, out OffsetRanges? known))
            {
                _damaged.Add(key, known = new OffsetRanges());
            }

            known.Add(gap.FirstOffset, gap.LastOffset + 1);
        }
    }
}
