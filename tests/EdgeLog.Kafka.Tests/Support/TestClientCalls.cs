using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>The calls most tests make.</summary>
internal static class TestClientCalls
{
    public const short ProduceVersion = 9;
    public const short FetchVersion = 12;

    public static Task<int> SendProduceAsync(
        this TestClient client, string topic, int partition, ReadOnlyMemory<byte> records, short acks) =>
        client.SendAsync(ApiKey.Produce, ProduceVersion, ProduceOf(topic, partition, records, acks).Write);

    public static Task<int> SendProduceAsync(
        this TestClient client, string topic, int partition, ReadOnlyMemory<byte> records) =>
        client.SendProduceAsync(topic, partition, records, acks: -1);

    public static async Task<ProduceResponse.Partition> ReceiveProduceAsync(
        this TestClient client, int correlationId) =>
        (await client.ReceiveAsync(ApiKey.Produce, ProduceVersion, correlationId, ProduceResponse.Read))
            .Topics[0].Partitions[0];

    public static async Task<ProduceResponse.Partition> ProduceAsync(
        this TestClient client, string topic, int partition, ReadOnlyMemory<byte> records) =>
        await client.ReceiveProduceAsync(await client.SendProduceAsync(topic, partition, records));

    /// <summary>Produces records with these values and returns the first one's offset.</summary>
    public static async Task<long> ProduceAsync(this TestClient client, string topic, params string[] values)
    {
        var result = await client.ProduceAsync(topic, 0, Batches.Of(values));
        Assert.Equal(ErrorCode.None, result.ErrorCode);
        return result.BaseOffset;
    }

    public static ProduceRequest ProduceOf(string topic, int partition, ReadOnlyMemory<byte>? records, short acks)
    {
        var request = new ProduceRequest { Acks = acks, TimeoutMs = 30_000 };
        var wanted = request.Topics.Add();
        wanted.Name = topic;
        var part = wanted.Partitions.Add();
        (part.Index, part.Records) = (partition, records);
        return request;
    }

    /// <summary>A fetch outside any session that answers at once.</summary>
    public static FetchRequest FetchOf(string topic, params (int Partition, long Offset)[] positions)
    {
        var request = new FetchRequest { MinBytes = 1, MaxBytes = 1 << 20 };
        request.Topics.Add().Name = topic;
        request.Topics[0].Partitions.Clear();
        foreach (var (partition, offset) in positions)
        {
            var part = request.Topics[0].Partitions.Add();
            (part.Index, part.FetchOffset, part.MaxBytes) = (partition, offset, 1 << 20);
        }

        return request;
    }

    public static Task<FetchResponse> FetchAsync(this TestClient client, FetchRequest request) =>
        client.FetchAsync(request, FetchVersion);

    public static Task<FetchResponse> FetchAsync(this TestClient client, FetchRequest request, short version) =>
        client.CallAsync(ApiKey.Fetch, version, request.Write, FetchResponse.Read);

    public static Task<int> SendFetchAsync(this TestClient client, FetchRequest request) =>
        client.SendAsync(ApiKey.Fetch, FetchVersion, request.Write);

    public static Task<FetchResponse> ReceiveFetchAsync(this TestClient client, int correlationId) =>
        client.ReceiveAsync(ApiKey.Fetch, FetchVersion, correlationId, FetchResponse.Read);

    /// <summary>The values of all records from an offset on.</summary>
    public static async Task<string[]> ReadAsync(this TestClient client, string topic, int partition, long offset) =>
        Batches.Values((await client.FetchAsync(FetchOf(topic, (partition, offset)))).Topics[0].Partitions[0], offset);
}
