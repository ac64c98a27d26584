using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge.Tests.FakeKafka;

/// <summary>
/// A scripted Kafka cluster on loopback, built with the product's own codec: topics, leaders, idempotence, and whatever
/// mishap a test asks for.
/// </summary>
internal sealed partial class FakeCluster : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakePartition[]> _topics = [];
    private long _nextProducerId = 1000;
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeCluster(int brokers = 1) =>
        Brokers = [.. Enumerable.Range(1, brokers).Select(id => new FakeBroker(this, id))];

    public IReadOnlyList<FakeBroker> Brokers { get; }

    public string BootstrapServers => string.Join(',', Brokers.Select(broker => $"127.0.0.1:{broker.Port}"));

    /// <summary>Decides about each request before it is handled; the default answers all.</summary>
    public Func<ApiKey, FakeBroker, FakeVerdict> Script { get; set; } = static (_, _) => FakeVerdict.Answer;

    /// <summary>Topics that may not be written or created, and with which error.</summary>
    public Dictionary<string, ErrorCode> Refused { get; } = [];

    /// <summary>Errors for the next Produce requests, whatever the partition; each used once.</summary>
    public Queue<ErrorCode> ProduceErrors { get; } = new();

    /// <summary>Errors for the next InitProducerId requests; each used once.</summary>
    public Queue<ErrorCode> ProducerIdErrors { get; } = new();

    /// <summary>Errors for the next ListOffsets requests; each used once.</summary>
    public Queue<ErrorCode> OffsetErrors { get; } = new();

    /// <summary>The highest version of ApiVersions that is not answered with an error.</summary>
    public short ApiVersionsMax { get; set; } = 4;

    public int ProduceRequests { get; private set; }

    /// <summary>How many connections have ended.</summary>
    public int ConnectionsEnded { get; private set; }

    internal Task Released => _release.Task;

    /// <summary>Lets answers go that <see cref="FakeVerdict.AnswerHalf"/> holds back.</summary>
    public void Release() => _release.SetResult();

    public FakePartition Partition(string topic, int partition = 0)
    {
        lock (_lock)
        {
            return _topics[topic][partition];
        }
    }

    public bool HasTopic(string topic)
    {
        lock (_lock)
        {
            return _topics.ContainsKey(topic);
        }
    }

    public int PartitionCount(string topic)
    {
        lock (_lock)
        {
            return _topics[topic].Length;
        }
    }

    public List<FakeRecord> Records(string topic, int partition = 0)
    {
        lock (_lock)
        {
            return _topics.TryGetValue(topic, out FakePartition[]? there) ? there[partition].Records() : [];
        }
    }

    public void CreateTopic(string topic, int partitions)
    {
        lock (_lock)
        {
            _topics[topic] = [.. Enumerable.Range(0, partitions).Select(NewPartition)];
        }
    }

    public void MoveLeader(string topic, int partition, int broker)
    {
        lock (_lock)
        {
            _topics[topic][partition].Leader = broker;
        }
    }

    /// <summary>Completes when <paramref name="condition"/> holds; asked after every request.</summary>
    public async Task WaitAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition())
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (FakeBroker broker in Brokers)
        {
            await broker.DisposeAsync();
        }
    }

    internal void ConnectionEnded()
    {
        lock (_lock)
        {
            ConnectionsEnded++;
            Announce();
        }
    }

    internal (FakeVerdict Verdict, byte[]? Answer) Answer(FakeBroker broker, byte[] frame)
    {
        var reader = new KafkaReader(frame);
        RequestHeader header = RequestHeader.Read(ref reader);
        lock (_lock)
        {
            FakeVerdict verdict = Script(header.Api, broker);
            byte[]? answer = verdict is FakeVerdict.DropUnseen or FakeVerdict.FallSilent
                ? null
                : Handle(broker, header, ref reader);
            Announce();
            return (verdict, answer);
        }
    }

    private void Announce()
    {
        TaskCompletionSource changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private FakePartition NewPartition(int index) => new() { Leader = Brokers[index % Brokers.Count].Id };
}
