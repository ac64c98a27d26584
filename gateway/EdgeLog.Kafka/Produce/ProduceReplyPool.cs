using EdgeLog.Kafka.Connections;

namespace EdgeLog.Kafka.Produce;

/// <summary>One connection's replies to produce requests, at rest. Safe from any thread.</summary>
internal sealed class ProduceReplyPool(KafkaConnection connection, int capacity)
{
    private readonly Lock _lock = new();
    private readonly Stack<ProduceReply> _atRest = new();

    public ProduceReply Rent()
    {
        lock (_lock)
        {
            if (_atRest.TryPop(out var reply))
            {
                return reply;
            }
        }

        return new ProduceReply(connection, this);
    }

    public void Return(ProduceReply reply)
    {
        lock (_lock)
        {
            if (_atRest.Count < capacity)
            {
                _atRest.Push(reply);
            }
        }
    }
}
