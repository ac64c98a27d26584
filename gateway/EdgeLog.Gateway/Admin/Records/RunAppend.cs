using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin.Records;

/// <summary>The records of one produce command for one partition; completes when they are durable.</summary>
internal sealed class RunAppend : AppendRequest, IDisposable
{
    private readonly TaskCompletionSource<AppendResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public RunAppend() => Run = RecordRun.Rent();

    /// <summary>The outcome.</summary>
    public Task<AppendResult> Outcome => _completion.Task;

    /// <summary>Encodes a record into the run.</summary>
    public void Add(RecordFrame frame, RecordStamp now)
    {
        Run!.BeginRecord(frame.TimestampMs < 0 ? now : new RecordStamp(frame.TimestampMs, TimeTrust.Trusted));
        if (frame.Key is null)
        {
            Run.WriteNullKey();
        }
        else
        {
            Run.WriteKey(frame.Key);
        }

        if (frame.Value is null)
        {
            Run.WriteNullValue();
        }
        else
        {
            Run.WriteValue(frame.Value.AsSpan());
        }

        Run.BeginHeaders(frame.Headers.Count);
        foreach (var (name, value) in frame.Headers)
        {
            if (value is null)
            {
                Run.WriteNullHeader(name);
            }
            else
            {
                Run.WriteHeader(name, value);
            }
        }

        Run.EndRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => Run?.Dispose();

    /// <inheritdoc/>
    protected override void OnCompleted(in AppendResult result) => _completion.TrySetResult(result);
}
