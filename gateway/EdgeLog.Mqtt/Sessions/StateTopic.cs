using System.Collections.Concurrent;
using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// <c>__edgelog_mqtt</c>, compacted, one partition: sessions, their subscriptions and positions, QoS 2 packet
/// identifiers, wills, retained messages. The formats are in the gateway's README. Safe from any thread.
/// </summary>
internal sealed class StateTopic(LogDirectory log, TimeProvider time)
{
    public const string Name = "__edgelog_mqtt";

    private readonly ConcurrentQueue<Task> _posted = new();
    private Partition? _partition = log.Topics.Find(Name)?.Partitions[0];

    /// <summary>Its only partition; there once <see cref="EnsureAsync"/> has completed.</summary>
    public Partition? Partition => Volatile.Read(ref _partition);

    public LogDirectory Log => log;

    /// <summary>The time for records made now.</summary>
    public RecordStamp Stamp => LogClock.StampBy(time);

    /// <summary>Creates the topic where it is not there. Throws what the catalog throws.</summary>
    public ValueTask EnsureAsync(CancellationToken cancellation) =>
        Partition is null ? new ValueTask(CreateAsync(cancellation)) : ValueTask.CompletedTask;

    /// <summary>
    /// Hands records to the log, in the order of the calls: it may be called with a lock held, whose owner takes the
    /// records from what it guards. The task completes when they are durable. Takes the run over.
    /// </summary>
    public Task Append(RecordRun run)
    {
        if (run.IsEmpty)
        {
            run.Dispose();
            return Task.CompletedTask;
        }

        var append = new StateAppend(run);
        var admission = Partition!.AppendAsync(append, CancellationToken.None);
        return admission.IsCompletedSuccessfully ? append.Durable : AwaitAsync(admission, append);
    }

    /// <summary>Takes a task of <see cref="Append"/> that nobody waits for, until <see cref="DrainAsync"/>.</summary>
    public void Post(Task saving)
    {
        if (!saving.IsCompletedSuccessfully)
        {
            _posted.Enqueue(saving);
        }
    }

    /// <summary>Waits for what was posted; throws <see cref="StorageException"/> where the log refused it.</summary>
    public async Task DrainAsync()
    {
        while (_posted.TryDequeue(out var saving))
        {
            await saving;
        }
    }

    private static async Task AwaitAsync(ValueTask admission, StateAppend append)
    {
        await admission;
        await append.Durable;
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        // Small segments, so that compaction keeps what a start has to read small.
        var config = new Dictionary<string, string>
        {
            ["cleanup.policy"] = "compact",
            ["segment.bytes"] = "1048576",
        };
        try
        {
            await log.Topics.CreateAsync(Name, 1, config, cancellation);
        }
        catch (TopicException race) when (race.Error == TopicError.TopicExists)
        {
            // Somebody else was first.
        }

        Volatile.Write(ref _partition, log.Topics.Find(Name)!.Partitions[0]);
    }
}
