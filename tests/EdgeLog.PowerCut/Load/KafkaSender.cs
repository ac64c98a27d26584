using System.Net;
using System.Threading.Channels;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Records;

namespace EdgeLog.PowerCut;

/// <summary>
/// A Kafka producer for one life of the gateway, with several batches under way: sends again, batch for batch, what
/// was not acknowledged in the life before, then new batches at its rate.
/// </summary>
internal sealed class KafkaSender(StreamLedger ledger, IPEndPoint gateway, double rate) : IDisposable
{
    private const short AcksAll = -1;
    private const int TimeoutMs = 30_000;
    private static readonly (ApiKey, short) Produce = (ApiKey.Produce, 8);
    private static readonly (ApiKey, short) InitProducerId = (ApiKey.InitProducerId, 1);

    private readonly RecordBatchBuilder _builder = new();
    private readonly Channel<(Batch Batch, Task<byte[]> Answer)> _underWay =
        Channel.CreateUnbounded<(Batch, Task<byte[]>)>();
    private readonly SemaphoreSlim _inFlight = new(ledger.Plan.InFlight);

    /// <summary>Runs until the connection breaks, which it throws, or is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using KafkaConnection connection = await KafkaConnection.OpenAsync(gateway, cancellation);
        if (ledger.Plan.Protocol == StreamProtocol.Idempotent && !ledger.HasProducer)
        {
            await AskForProducerIdAsync(connection);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task completing = CompleteAsync(ending.Token);
        Task sending = SendAllAsync(connection, ending.Token);
        Task ended = await Task.WhenAny(completing, sending);
        await ending.CancelAsync();
        await Task.WhenAll(completing, sending).ContinueWith(_ => { }, TaskScheduler.Default);
        await ended;
    }

    public void Dispose()
    {
        _builder.Dispose();
        _inFlight.Dispose();
    }

    private async Task SendAllAsync(KafkaConnection connection, CancellationToken cancellation)
    {
        foreach (Batch batch in ledger.SendAgain())
        {
            await _inFlight.WaitAsync(cancellation);
            await SendAsync(connection, batch);
        }

        await foreach (int due in new Pace(rate).DueAsync(cancellation))
        {
            for (int left = due; left > 0 && _inFlight.CurrentCount > 0;)
            {
                int count = Random.Shared.Next(1, ledger.Plan.BatchMax + 1);
                left -= count;
                await _inFlight.WaitAsync(cancellation);
                await SendAsync(connection, ledger.Take(count));
            }
        }
    }

    private async Task AskForProducerIdAsync(KafkaConnection connection)
    {
        var request = new InitProducerIdRequest { TransactionTimeoutMs = TimeoutMs };
        InitProducerIdResponse response =
            await connection.CallAsync(InitProducerId, request.Write, InitProducerIdResponse.Read);
        if (response.ErrorCode != ErrorCode.None)
        {
            throw new GatewayErrorException($"no producer id: {response.ErrorCode}");
        }

        ledger.BecomeProducer(response.ProducerId, response.ProducerEpoch);
    }

    private async Task SendAsync(KafkaConnection connection, Batch batch)
    {
        var request = new ProduceRequest { Acks = AcksAll, TimeoutMs = TimeoutMs };
        ProduceRequest.Topic topic = request.Topics.Add();
        topic.Name = ledger.Plan.Topic;
        ProduceRequest.Partition partition = topic.Partitions.Add();
        partition.Index = ledger.Plan.Partition;
        partition.Records = Encode(batch);
        _underWay.Writer.TryWrite((batch, await connection.SendAsync(Produce, request.Write)));
    }

    private async Task CompleteAsync(CancellationToken cancellation)
    {
        await foreach ((Batch batch, Task<byte[]> answer) in _underWay.Reader.ReadAllAsync(cancellation))
        {
            ProduceResponse response = KafkaConnection.Read(await answer, Produce, ProduceResponse.Read);
            ProduceResponse.Partition partition = response.Topics[0].Partitions[0];
            if (partition.ErrorCode != ErrorCode.None)
            {
                throw new GatewayErrorException(
                    $"stream {ledger.Plan.Id}: {partition.ErrorCode} for messages {batch.First} to "
                    + $"{batch.First + batch.Count - 1}: {partition.ErrorMessage}");
            }

            ledger.Acknowledge(batch, partition.BaseOffset);
            _inFlight.Release();
        }
    }

    private byte[] Encode(Batch batch)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using RecordRun run = RecordRun.Rent();
        for (long sequence = batch.First; sequence < batch.First + batch.Count; sequence++)
        {
            byte[] value = new byte[ledger.Plan.SizeOf(sequence)];
            Message.Write(value, ledger.Plan.Id, sequence);
            run.BeginRecord(now);
            run.WriteNullKey();
            run.WriteValue(value);
            run.BeginHeaders(0);
            run.EndRecord();
        }

        _builder.Reset(Offset.Zero, default, int.MaxValue);
        _builder.Producer = ledger.ProducerOf(batch);
        foreach (RecordRunEntry entry in run.Read())
        {
            _builder.TryAdd(entry);
        }

        return _builder.Build(CompressionCodec.None).ToArray();
    }
}
