using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Connect;

/// <summary>The records of one poll that go to one partition. Used once, by the task's loop.</summary>
internal sealed class SourceAppend : AppendRequest, IDisposable
{
    private readonly TaskCompletionSource<AppendResult> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SourceAppend(Partition partition)
    {
        Target = partition;
        Run = RecordRun.Rent();
    }

    public Partition Target { get; }

    /// <summary>Which records of the poll these are.</summary>
    public List<int> Indexes { get; } = [];

    public Task<AppendResult> Completion => _completion.Task;

    public void Dispose() => Run?.Dispose();

    protected override void OnCompleted(in AppendResult result) => _completion.SetResult(result);
}
