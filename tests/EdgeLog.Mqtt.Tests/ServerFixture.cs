using System.Text;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Mqtt.Tests;

/// <summary>A server over a real log in a temporary directory.</summary>
internal sealed class ServerFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly List<TestClient> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly bool _ownsDirectory;

    private ServerFixture(
        TemporaryDirectory directory, bool ownsDirectory, LogDirectory log, (MqttServerOptions, TimeProvider) made)
    {
        var (options, time) = made;
        _directory = directory;
        _ownsDirectory = ownsDirectory;
        Log = log;
        Server = new MqttServer(log, options, time, NullLoggerFactory.Instance);
        _running = Server.RunAsync(_stop.Token);
    }

    /// <summary>The directory, for another server over the same data.</summary>
    public TemporaryDirectory Directory => _directory;

    public LogDirectory Log { get; }

    public MqttServer Server { get; }

    public static Task<ServerFixture> StartAsync(params MqttRouteConfig[] routes) =>
        StartAsync(new MqttServerOptions { Routes = routes });

    public static async Task<ServerFixture> StartAsync(
        MqttServerOptions options,
        TimeProvider? time = null,
        Func<LogDirectoryOptions, LogDirectoryOptions>? adjust = null)
    {
        var directory = new TemporaryDirectory();
        var logOptions = new LogDirectoryOptions { Path = directory["data"] };
        var log = await LogDirectory.OpenAsync(
            adjust?.Invoke(logOptions) ?? logOptions,
            TimeProvider.System,
            NullLoggerFactory.Instance,
            CancellationToken.None);
        return new ServerFixture(directory, true, log, (options, time ?? TimeProvider.System));
    }

    /// <summary>
    /// A server over a directory that stays: what is in it is there for the next one, as after a restart.
    /// </summary>
    public static async Task<ServerFixture> StartInAsync(
        TemporaryDirectory directory, MqttServerOptions? options = null, TimeProvider? time = null)
    {
        var log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = directory["data"] }, TimeProvider.System, NullLoggerFactory.Instance,
            CancellationToken.None);
        return new ServerFixture(
            directory, false, log, (options ?? new MqttServerOptions(), time ?? TimeProvider.System));
    }

    /// <summary>A server that stamps by its log's clock, as in the gateway.</summary>
    public static async Task<ServerFixture> StartByLogTimeAsync(TimeProvider time)
    {
        var directory = new TemporaryDirectory();
        var log = await LogDirectory.OpenAsync(
            new LogDirectoryOptions { Path = directory["data"] }, time, NullLoggerFactory.Instance,
            CancellationToken.None);
        return new ServerFixture(directory, true, log, (new MqttServerOptions(), log.Clock));
    }

    /// <summary>A connection on which nothing has been sent.</summary>
    public TestClient Open(int level, InMemoryConnection? connection = null)
    {
        connection ??= new InMemoryConnection();
        var served = ServeAsync(connection);
        var client = new TestClient(connection, served, level);
        _clients.Add(client);
        return client;
    }

    public async Task<TestClient> ConnectAsync(
        int level,
        string clientId,
        byte[]? properties = null,
        int keepAlive = 30,
        InMemoryConnection? connection = null)
    {
        var client = Open(level, connection);
        await client.SendAsync(Wire.Hello(level, clientId, keepAlive: keepAlive, properties: properties));
        var connack = await client.ExpectAsync(PacketType.Connack);
        return connack.Reason == 0 ? client : throw new InvalidOperationException($"CONNACK {connack.Reason:X}");
    }

    /// <summary>
    /// Connects with a session that outlives the connection; the answer says whether there was one.
    /// </summary>
    public async Task<(TestClient Client, bool IsPresent)> ResumeAsync(
        int level, string clientId, bool isClean = false, byte[]? properties = null)
    {
        var client = Open(level);
        await client.SendAsync(Wire.Hello(
            level, clientId, isClean ? 2 : 0, properties: properties ?? Wire.SessionExpiry(3600)));
        var connack = await client.ExpectAsync(PacketType.Connack);
        return connack.Reason == 0
            ? (client, connack.IsSessionPresent)
            : throw new InvalidOperationException($"CONNACK {connack.Reason:X}");
    }

    /// <summary>Appends a record as some other producer would.</summary>
    public async Task AppendAsync(string topic, string value, (string Name, string Value)[] headers, string? key = null)
    {
        var run = RecordRun.Rent();
        run.BeginRecord(0);
        if (key is null)
        {
            run.WriteNullKey();
        }
        else
        {
            run.WriteKey(Encoding.UTF8.GetBytes(key));
        }

        run.WriteValue(Encoding.UTF8.GetBytes(value));
        run.BeginHeaders(headers.Length);
        foreach (var (name, header) in headers)
        {
            run.WriteHeader(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(header));
        }

        run.EndRecord();
        var append = new Append { Run = run };
        await Log.Topics.Find(topic)!.Partitions[0].AppendAsync(append, CancellationToken.None);
        await append.Done.Task.WaitAsync(TestClient.Deadline);
        run.Dispose();
    }

    public StoredRecord[] Read(string topic)
    {
        var records = new List<StoredRecord>();
        foreach (var partition in Log.Topics.Find(topic)?.Partitions ?? [])
        {
            var buffer = new byte[4 * 1024 * 1024];
            for (var next = Offset.Zero; next < partition.HighWatermark;)
            {
                var read = partition.Read(next, buffer);
                Decode(buffer.AsSpan(0, read.BytesRead), next, records);
                next = read.BytesRead > 0 ? read.NextOffset : throw new InvalidOperationException(read.ToString());
            }
        }

        return [.. records];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Connection.Disconnect();
            await client.Served.WaitAsync(TestClient.Deadline);
        }

        await _stop.CancelAsync();
        await _running.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
        await Log.DisposeAsync();
        if (_ownsDirectory)
        {
            _directory.Dispose();
        }
    }

    private static void Decode(ReadOnlySpan<byte> batches, Offset from, List<StoredRecord> records)
    {
        using var reader = new RecordBatchReader(batches, from);
        while (reader.MoveNext())
        {
            var record = reader.Current;
            var headers = new List<(string, string?)>();
            foreach (var header in record.Headers)
            {
                headers.Add((
                    Encoding.UTF8.GetString(header.Name),
                    header.HasValue ? Encoding.UTF8.GetString(header.Value) : null));
            }

            records.Add(new StoredRecord(
                record.HasKey ? Encoding.UTF8.GetString(record.Key) : null,
                record.HasValue ? Encoding.UTF8.GetString(record.Value) : null,
                headers));
        }
    }

    private async Task ServeAsync(InMemoryConnection connection)
    {
        // As the web server does: the transport ends with the handler.
        await using var _ = new Completion(connection);
        await Server.OnConnectedAsync(connection);
    }

    private sealed class Append : AppendRequest
    {
        public TaskCompletionSource Done { get; } = new();

        protected override void OnCompleted(in AppendResult result) => Done.SetResult();
    }

    private sealed class Completion(ConnectionContext connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await connection.Transport.Output.CompleteAsync();
            await connection.Transport.Input.CompleteAsync();
        }
    }
}
