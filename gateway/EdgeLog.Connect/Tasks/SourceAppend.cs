using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>Records that go to one partition together, such as those of one poll. Used once.</summary>
internal sealed class SourceAppend : AppendRequest, IDisposable
{
    private readonly TaskCompletionSource<AppendResult> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SourceAppend(Partition partition)
        : this(partition, RecordRun.Rent())
    {
    }

    public SourceAppend(Partition partition, RecordRun records)
    {
        Target = partition;
        Run = records;
    }

    public Partition Target { get; }

    /// <summary>Which records of the poll these are.</summary>
    public List<int> Indexes { get; } = [];

    public Task<AppendResult> Completion => _completion.Task;

    public void Dispose() => Run?.Dispose();

    protected override void OnCompleted(in AppendResult result) => _completion.SetResult(result);
}
