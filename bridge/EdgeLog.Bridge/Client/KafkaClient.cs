using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>
/// A cluster: its brokers, a connection to each that is needed, and the few requests about topics that a mirror makes.
/// Safe from any thread.
/// </summary>
internal sealed class KafkaClient(ClientWorld world) : IAsyncDisposable
{
    private readonly ShortRetry _retry = new(world);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<BrokerEndpoint, Task<BrokerConnection>> _connections = [];
    private Dictionary<int, BrokerEndpoint> _brokers = [];
    private int _controllerId = -1;
    private int _nextBootstrap;
    private bool _isDisposed;

    public ClientSettings Settings => world.Settings;

    /// <summary>Whether any connection is open.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_lock)
            {
                return _connections.Values.Any(IsOpen);
            }
        }
    }

    /// <summary>The connection to broker <paramref name="nodeId"/>, opened where there is none.</summary>
    public Task<BrokerConnection> ConnectAsync(int nodeId)
    {
        lock (_lock)
        {
            return _brokers.TryGetValue(nodeId, out BrokerEndpoint endpoint)
                ? ConnectLocked(endpoint)
                : throw new BrokerUnreachableException($"broker {nodeId} is not in the cluster's metadata");
        }
    }

    /// <summary>
    /// A connection to any broker: an open one, else to a known broker, else to a bootstrap server. Throws
    /// <see cref="BrokerUnreachableException"/> of the last one tried where none can be reached.
    /// </summary>
    public async Task<BrokerConnection> ConnectAnyAsync(CancellationToken cancellation)
    {
        BrokerUnreachableException? failure = null;
        foreach (BrokerEndpoint endpoint in Candidates())
        {
            try
            {
                Task<BrokerConnection> connecting;
                lock (_lock)
                {
                    connecting = ConnectLocked(endpoint);
                }

                return await connecting.WaitAsync(cancellation);
            }
            catch (BrokerUnreachableException error)
            {
                failure = error;
            }
        }

        throw failure!;
    }

    /// <summary>The metadata of <paramref name="topics"/>; brokers and controller are remembered.</summary>
    public async Task<MetadataResponse> DescribeAsync(IEnumerable<string> topics, CancellationToken cancellation)
    {
        BrokerConnection connection = await ConnectAnyAsync(cancellation);
        var request = new MetadataRequest
        {
            Topics = [.. topics.Select(name => new MetadataRequest.Topic { Name = name })],
            AllowAutoTopicCreation = false,
            IncludeTopicAuthorizedOperations = true,
        };
        MetadataResponse response = await connection.CallAsync(
            ApiKey.Metadata, 12, request.Write, MetadataResponse.Read, cancellation);
        lock (_lock)
        {
            _brokers = response.Brokers.ToDictionary(
                broker => broker.NodeId, broker => new BrokerEndpoint(broker.Host, broker.Port));
            _controllerId = response.ControllerId;
        }

        return response;
    }

    /// <summary>A producer id of our own; waits a while for a coordinator that is still starting.</summary>
    public Task<long> InitProducerIdAsync(CancellationToken cancellation) =>
        _retry.RunAsync(AskProducerIdAsync, cancellation);

    /// <summary>Makes a call, and again where it is answered with an error that soon passes.</summary>
    public Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        _retry.RunAsync(call, cancellation);

    /// <summary>
    /// Creates topics, or with <see cref="CreateTopicsRequest.ValidateOnly"/> asks whether they could be.
    /// </summary>
    public async Task<CreateTopicsResponse> CreateTopicsAsync(
        CreateTopicsRequest request, CancellationToken cancellation)
    {
        request.TimeoutMs = (int)(Settings.RequestTimeout / 2).TotalMilliseconds;
        BrokerConnection connection = await ConnectControllerAsync(cancellation);
        return await connection.CallAsync(
            ApiKey.CreateTopics, 6, request.Write, CreateTopicsResponse.Read, cancellation);
    }

    /// <summary>Adds partitions to topics.</summary>
    public async Task<CreatePartitionsResponse> CreatePartitionsAsync(
        CreatePartitionsRequest request, CancellationToken cancellation)
    {
        request.TimeoutMs = (int)(Settings.RequestTimeout / 2).TotalMilliseconds;
        BrokerConnection connection = await ConnectControllerAsync(cancellation);
        return await connection.CallAsync(
            ApiKey.CreatePartitions, 3, request.Write, CreatePartitionsResponse.Read, cancellation);
    }

    /// <summary>Closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task<BrokerConnection>> connections;
        lock (_lock)
        {
            _isDisposed = true;
            connections = [.. _connections.Values];
            _connections.Clear();
        }

        await _closing.CancelAsync();
        foreach (Task<BrokerConnection> connecting in connections)
        {
            try
            {
                await (await connecting).DisposeAsync();
            }
            catch (Exception)
            {
                // It never came to be, for whatever reason; whoever asked for it was told.
            }
        }

        _closing.Dispose();
    }

    private async Task<long> AskProducerIdAsync(CancellationToken cancellation)
    {
        BrokerConnection connection = await ConnectAnyAsync(cancellation);
        var request = new InitProducerIdRequest { TransactionTimeoutMs = int.MaxValue };
        InitProducerIdResponse response = await connection.CallAsync(
            ApiKey.InitProducerId, 4, request.Write, InitProducerIdResponse.Read, cancellation);
        return response.ErrorCode == ErrorCode.None
            ? response.ProducerId
            : throw new KafkaErrorException(response.ErrorCode, "no producer id was given");
    }

    private async Task<BrokerConnection> ConnectControllerAsync(CancellationToken cancellation)
    {
        Task<BrokerConnection>? connecting = null;
        lock (_lock)
        {
            if (_brokers.TryGetValue(_controllerId, out BrokerEndpoint controller))
            {
                connecting = ConnectLocked(controller);
            }
        }

        return connecting is null ? await ConnectAnyAsync(cancellation) : await connecting.WaitAsync(cancellation);
    }

    private Task<BrokerConnection> ConnectLocked(BrokerEndpoint endpoint)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_connections.TryGetValue(endpoint, out Task<BrokerConnection>? connecting) || IsOver(connecting))
        {
            connecting = BrokerConnection.OpenAsync(endpoint, world, _closing.Token);
            _connections[endpoint] = connecting;
        }

        return connecting;
    }

    private List<BrokerEndpoint> Candidates()
    {
        lock (_lock)
        {
            IEnumerable<BrokerEndpoint> open = _connections.Where(pair => IsOpen(pair.Value)).Select(pair => pair.Key);
            int first = _nextBootstrap++ % Settings.BootstrapServers.Count;
            IEnumerable<BrokerEndpoint> bootstrap = Settings.BootstrapServers.Skip(first)
                .Concat(Settings.BootstrapServers.Take(first));
            return [.. open.Concat(_brokers.Values).Concat(bootstrap).Distinct()];
        }
    }

    private static bool IsOpen(Task<BrokerConnection> connecting) =>
        connecting.IsCompletedSuccessfully && !connecting.Result.IsClosed;

    private static bool IsOver(Task<BrokerConnection> connecting) => connecting.IsCompleted && !IsOpen(connecting);
}
