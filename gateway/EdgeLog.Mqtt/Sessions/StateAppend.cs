using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>Records on their way into <see cref="StateTopic"/>.</summary>
internal sealed class StateAppend : AppendRequest
{
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StateAppend(RecordRun run)
    {
        Run = run;
        SizeLimit = AppendSizeLimit.OfLog;
    }

    /// <summary>
    /// Completes when the records are durable; faults with <see cref="StorageException"/> where the log refused them.
    /// </summary>
    public Task Durable => _durable.Task;

    protected override void OnCompleted(in AppendResult result)
    {
        Run!.Dispose();
        Run = null;
        if (result.Error == AppendError.None)
        {
            _durable.SetResult();
        }
        else
        {
            _durable.SetException(new StorageException(
                $"{StateTopic.Name} did not take the state of MQTT sessions: {result.Error}. {result.Message}"));
        }
    }
}
