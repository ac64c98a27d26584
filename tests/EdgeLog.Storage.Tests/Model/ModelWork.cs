using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Does the steps of a run to a log and its model.</summary>
internal sealed class ModelWork(ModelledLog log, ModelTally tally)
{
    private const int Keys = 12;
    private const int LargeBytes = 12_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private long _written;

    /// <summary>Does a step; where the log comes to its end on the way, opens it again.</summary>
    public async Task DoAsync(ModelStep step)
    {
        var random = new Random(step.Seed);
        tally.Count("steps");
        try
        {
            await DoAsync(step.Kind, random);
        }
        catch (Exception exception) when (
            log.HasFaulted && exception is StorageException or IOException or OperationCanceledException)
        {
            // What failed on the way is settled when the log is opened again.
        }

        log.Observe();
        if (log.IsDown)
        {
            tally.Count("failures under way");
            await (random.Next(4) == 0 && !log.IsPowerOut ? log.KillAsync(random) : log.CutPowerAsync(random));
        }
    }

    private Task DoAsync(StepKind kind, Random random) => kind switch
    {
        StepKind.Run => AppendAsync([NewRun(Any(random), random, LargeBytes)]),
        StepKind.Batch => AppendAsync([NewBatch(Any(random), random, RecordProducer.None)]),
        StepKind.Idempotent => AppendAsync([NewIdempotent(Any(random), random)]),
        StepKind.Judged => JudgeAsync(random),
        StepKind.Together => AppendTogetherAsync(random),
        StepKind.Burst => BurstAsync(random),
        StepKind.Compact => CompactAsync(),
        StepKind.Expire => ExpireAsync(random),
        StepKind.Stop => log.StopAsync(random),
        StepKind.Kill => log.KillAsync(random),
        StepKind.CutPower => log.CutPowerAsync(random),
        _ => DoAtOnce(kind, random),
    };

    private Task DoAtOnce(StepKind kind, Random random)
    {
        switch (kind)
        {
            case StepKind.Wait:
                log.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
                break;
            case StepKind.Fault:
                log.Arm(random, 40);
                break;
            default:
                log.Verify(random);
                break;
        }

        return Task.CompletedTask;
    }

    private async Task CompactAsync()
    {
        foreach (ModelPartition partition in log.Partitions)
        {
            partition.WasCompacted |= partition.Topic.IsKeyed;
        }

        await log.Log.Compactor.RunOnceAsync(CancellationToken.None).WaitAsync(Patience);
        tally.Count("compactions");
    }

    private async Task ExpireAsync(Random random)
    {
        log.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 120)));
        foreach (ModelPartition partition in log.Partitions)
        {
            partition.MayExpire = true;
        }

        await log.Log.Housekeeping.RunOnceAsync(CancellationToken.None).WaitAsync(Patience);
        long before = log.Partitions.Sum(partition => partition.LogStart);
        log.Observe();
        tally.Count("records dropped", log.Partitions.Sum(partition => partition.LogStart) - before);
        foreach (ModelPartition partition in log.Partitions)
        {
            partition.MayExpire = log.HasFaulted;
        }
    }

    private async Task JudgeAsync(Random random)
    {
        ModelPartition[] partitions = [.. log.Partitions];
        random.Shuffle(partitions);
        var choices = partitions.Select(partition => partition.Producers.ChooseJudged(random));
        if (choices.FirstOrDefault(choice => choice is not null) is not { } judged)
        {
            return;
        }

        (ModelAppend append, AppendError expected) = judged;
        ModelPartition partition = append.Partition;
        Partition real = log.Real(partition);
        AwaitedAppend request = append.ToRequest(real);
        await real.AppendAsync(request, CancellationToken.None).AsTask().WaitAsync(Patience);
        AppendResult result = await request.Completion.WaitAsync(Patience);
        tally.Count("sequences judged");
        bool isRight = result.Error == expected
            && (expected != AppendError.None || result.BaseOffset.Value == append.BaseOffset);
        partition.Check(
            isRight || IsExcused(result),
            $"{append.Producer} was judged {result}, not {expected} at {append.BaseOffset}");
    }

    private Task BurstAsync(Random random)
    {
        var appends = new List<ModelAppend>();
        for (int i = random.Next(2, 12); i > 0; i--)
        {
            ModelPartition partition = Any(random);
            appends.Add(random.Next(3) switch
            {
                0 => NewRun(partition, random, 2_000),
                1 => NewBatch(partition, random, RecordProducer.None),
                _ => NewIdempotent(partition, random),
            });
            partition.Add(appends[^1]);
        }

        return SendAsync(appends);
    }

    private async Task AppendTogetherAsync(Random random)
    {
        var set = new object();
        ModelPartition[] partitions = [.. log.Partitions];
        random.Shuffle(partitions);
        ModelAppend[] appends = [.. partitions.Take(random.Next(2, 4)).Select(partition =>
            new ModelAppend(partition, NewRecords(partition, random, 300))
            {
                Codec = random.Next(2) == 0 ? null : (CompressionCodec)random.Next(5),
                Set = set,
            })];
        log.AddSet(appends);
        await AppendAsync(appends);
    }

    private Task AppendAsync(IReadOnlyList<ModelAppend> appends)
    {
        foreach (ModelAppend append in appends)
        {
            append.Partition.Add(append);
        }

        return SendAsync(appends);
    }

    /// <summary>Hands appends over, all of them before the first outcome is awaited, and judges the outcomes.</summary>
    private async Task SendAsync(IReadOnlyList<ModelAppend> appends)
    {
        NoteSplits(appends);
        AwaitedAppend[] requests = [.. appends.Select(append => append.ToRequest(log.Real(append.Partition)))];
        if (appends[0].Set is not null)
        {
            await log.Log.AppendTogetherAsync(requests, CancellationToken.None).AsTask().WaitAsync(Patience);
        }
        else
        {
            foreach (AwaitedAppend request in requests)
            {
                await request.Partition!.AppendAsync(request, CancellationToken.None).AsTask().WaitAsync(Patience);
            }
        }

        AppendResult[] results = await Task.WhenAll(requests.Select(r => r.Completion)).WaitAsync(Patience);
        tally.Count("appends", appends.Count);
        log.Observe();
        for (int i = 0; i < results.Length; i++)
        {
            requests[i].Run?.Dispose();
            Judge(appends[i], results[i]);
        }
    }

    private void Judge(ModelAppend append, AppendResult result)
    {
        ModelPartition partition = append.Partition;
        if (result.Error != AppendError.None)
        {
            partition.Check(IsExcused(result), $"the append at {append.BaseOffset} was refused: {result}");
            return;
        }

        tally.Count("records acknowledged", append.Records.Length);
        append.IsAcknowledged = true;
        partition.Check(
            result.BaseOffset.Value == append.BaseOffset,
            $"the append at {append.BaseOffset} was told {result.BaseOffset}");
        partition.Check(
            append.Partition.Topic.IsWeak || append.Shown == append.Records.Length,
            $"the append at {append.BaseOffset} is acknowledged and not shown");
    }

    private bool IsExcused(AppendResult result) => result.Error == AppendError.StorageFailed && log.HasFaulted;

    /// <summary>Which of them may go past the journal, or have no entry there: those a power cut may split.</summary>
    private void NoteSplits(IReadOnlyList<ModelAppend> appends)
    {
        foreach (ModelAppend append in appends.Where(append => append.Codec is null && append.Set is null))
        {
            long bytes = appends.Where(other => other.Partition == append.Partition).Sum(other => other.SizeBytes);
            append.MayBeSplit = append.Partition.Topic.IsWeak || bytes + 1_500 >= log.Log.Limits.BypassBytes;
        }
    }

    private ModelPartition Any(Random random) => log.Partitions[random.Next(log.Partitions.Length)];

    private ModelAppend NewRun(ModelPartition partition, Random random, int largeBytes) =>
        new(partition, NewRecords(partition, random, random.Next(6) == 0 ? largeBytes : 300));

    private ModelAppend NewBatch(ModelPartition partition, Random random, RecordProducer producer) =>
        new(partition, NewRecords(partition, random, random.Next(6) == 0 ? 8_000 : 500))
        {
            Codec = (CompressionCodec)random.Next(5),
            Producer = producer,
        };

    private ModelAppend NewIdempotent(ModelPartition partition, Random random) =>
        NewBatch(partition, random, partition.Producers.Next(random));

    /// <summary>A few records that take up to about so many bytes together.</summary>
    private ModelRecord[] NewRecords(ModelPartition partition, Random random, int bytes)
    {
        var records = new ModelRecord[random.Next(1, 7)];
        long nowMs = log.Time.GetUtcNow().ToUnixTimeMilliseconds();
        for (int i = 0; i < records.Length; i++)
        {
            bool hasKey = partition.Topic.IsKeyed || random.Next(4) == 0;
            bool isTombstone = hasKey && random.Next(5) == 0;
            records[i] = new ModelRecord(
                hasKey ? $"key {random.Next(Keys)}" : null,
                isTombstone ? null : NewValue(random, random.Next(bytes / records.Length)),
                nowMs - (random.Next(2) * random.Next(5_000)));
        }

        return records;
    }

    private string NewValue(Random random, int bytes) =>
        $"{_written++} {random.GetString("abcdefghijklmnopqrstuvwxyz", bytes)}";
}
