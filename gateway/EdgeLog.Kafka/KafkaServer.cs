using EdgeLog.Kafka.Connections;
using EdgeLog.Kafka.Fetch;
using EdgeLog.Kafka.Groups;
using EdgeLog.Network;
using EdgeLog.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Kafka;

/// <summary>
/// The Kafka API over one log directory: a single-node broker as far as clients can tell. Kestrel hands it accepted
/// connections; each gets a loop of its own. What is shared between them (budgets, fetch sessions, statistics) is
/// safe from any thread.
/// </summary>
public sealed partial class KafkaServer : ConnectionHandler
{
    private readonly AdmissionGate _gate;
    private readonly ILogger _logger;

    /// <summary>Serves <paramref name="broker"/> on one listener.</summary>
    public KafkaServer(KafkaBroker broker, KafkaServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        Log = broker.Log;
        Groups = broker.Groups;
        Options = options;
        Time = time;
        ClusterId = KafkaUuid.Format(Log.Id);
        Replicas = [options.NodeId];
        _logger = loggers.CreateLogger<KafkaServer>();
        _gate = new AdmissionGate(options.Limits.MaxConnections);
        RequestMemory = new ByteBudget(options.Limits.RequestMemoryBytes);
        SmallRequestMemory = new ByteBudget(options.Limits.SmallRequestMemoryBytes);
        FetchMemory = new ByteBudget(options.Limits.FetchMemoryBytes);
        FetchSessions = new FetchSessions(options.Limits, time);
    }

    /// <summary>What it does, in numbers.</summary>
    public KafkaStatistics Statistics { get; } = new();

    internal LogDirectory Log { get; }

    internal GroupCoordinator Groups { get; }

    internal KafkaServerOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <summary>The log directory's identity in Kafka's form: 22 characters of base 64.</summary>
    internal string ClusterId { get; }

    /// <summary>Where every partition lives: here.</summary>
    internal List<int> Replicas { get; }

    /// <summary>Of requests that are not small.</summary>
    internal ByteBudget RequestMemory { get; }

    /// <summary>Of requests of up to <see cref="FrameReader.SmallFrameBytes"/>.</summary>
    internal ByteBudget SmallRequestMemory { get; }

    internal ByteBudget FetchMemory { get; }

    internal FetchSessions FetchSessions { get; }

    /// <inheritdoc />
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!_gate.TryEnter())
        {
            Statistics.OnRefused();
            LogConnectionRefused(_logger, connection.RemoteEndPoint, Options.Limits.MaxConnections);
            connection.Abort(new ConnectionAbortedException("Too many Kafka connections."));
            return;
        }

        Statistics.OnConnected();
        try
        {
            using var served = new KafkaConnection(connection, this, _logger);
            await served.RunAsync();
        }
        finally
        {
            _gate.Leave();
            Statistics.OnDisconnected();
        }
    }
}
