using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Produce;

/// <summary>One partition's part of a produce request, on its way into the log and back.</summary>
internal sealed class PartitionAppend(ProduceReply reply) : AppendRequest
{
    private ProduceResponse.Partition? _result;

    /// <summary>
    /// Is from now on the append of <paramref name="batch" />, whose outcome goes into <paramref name="result" />.
    /// </summary>
    public void Begin(ReadOnlyMemory<byte> batch, ProduceResponse.Partition result)
    {
        Batch = batch;
        _result = result;
    }

    protected override void OnCompleted(in AppendResult result)
    {
        var sizeBytes = Batch.Length;
        Batch = default;
        var answer = _result!;
        answer.ErrorCode = AppendErrors.CodeOf(result.Error);
        answer.LogStartOffset = result.LogStartOffset.Value;
        if (result.Error == AppendError.None)
        {
            answer.BaseOffset = result.BaseOffset.Value;
            answer.LogAppendTimeMs = result.LogAppendTimeMs;
        }
        else
        {
            answer.ErrorMessage = result.Message ?? AppendErrors.MessageOf(result.Error);
            sizeBytes = 0;
        }

        reply.OnAppended(sizeBytes, answer.ErrorCode);
    }
}
