namespace EdgeLog.Bridge;

/// <summary>A request that was sent and not answered yet.</summary>
internal sealed class OutstandingRequest(int correlationId)
{
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _response =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int CorrelationId { get; } = correlationId;

    public Task<ReadOnlyMemory<byte>> Response => _response.Task;

    public void Complete(byte[] frame) => _response.SetResult(frame);

    public void Fail(BrokerUnreachableException error) => _response.TrySetException(error);
}
