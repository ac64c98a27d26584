using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>The records of one socket read for one partition. Pooled with its <see cref="PublishBatch"/>.</summary>
internal sealed class PublishRun(PublishBatch batch) : AppendRequest
{
    /// <summary>The topic that its records go to.</summary>
    public string Topic { get; private set; } = string.Empty;

    /// <summary>How many of its records are of QoS 0, which nobody is told of.</summary>
    public int Qos0Count { get; set; }

    /// <summary>Whether somebody waits for one of its records: then it waits for room in the log.</summary>
    public bool HasQos1 { get; set; }

    /// <summary>Why the log refused it, once it has completed.</summary>
    public AppendError Error { get; private set; }

    /// <summary>Readies it for the records of a partition.</summary>
    public void Start(Partition partition, AppendSizeLimit sizeLimit)
    {
        Partition = partition;
        Topic = partition.Id.Topic;
        SizeLimit = sizeLimit;
        Run = RecordRun.Rent();
        Qos0Count = 0;
        HasQos1 = false;
        Error = AppendError.None;
        Retained.Clear();
    }

    /// <summary>The retained messages among its records, in order.</summary>
    public List<RetainedChange> Retained { get; } = [];

    /// <summary>Hands it to the log; completes when it is admitted, or given up.</summary>
    public async ValueTask AppendAsync()
    {
        if (HasQos1)
        {
            await Partition!.AppendAsync(this, CancellationToken.None);
            return;
        }

        try
        {
            // QoS 0 does not wait for room: a token that has fired says so.
            await Partition!.AppendAsync(this, new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            Drop();
        }
    }

    /// <summary>Gives the records up that the log has no room for now.</summary>
    private void Drop() => End(AppendError.StorageFull);

    protected override void OnCompleted(in AppendResult result)
    {
        if (result.Error == AppendError.None && Retained.Count > 0)
        {
            batch.OnRetained(Retained, result.BaseOffset);
        }

        if (result.Error != AppendError.None)
        {
            batch.OnRunRefused(result.Message ?? $"{result.Error}.");
        }

        End(result.Error);
    }

    private void End(AppendError error)
    {
        Error = error;
        Run!.Dispose();
        Run = null;
        Partition = null;
        batch.OnRunCompleted();
    }
}
