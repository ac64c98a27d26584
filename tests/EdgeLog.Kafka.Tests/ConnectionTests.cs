using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing;

namespace EdgeLog.Kafka.Tests;

public sealed class ConnectionTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_is_told_is_what_is_served(short version)
    {
        var request = new ApiVersionsRequest { ClientSoftwareName = "test", ClientSoftwareVersion = "1" };
        var response = await _client.CallAsync(ApiKey.ApiVersions, version, request.Write, ApiVersionsResponse.Read);
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        Assert.Equal(Requests.RequestDispatcher.Advertised.Length, response.ApiKeys.Count);
        Assert.Contains(response.ApiKeys, api => (api.Key, api.MinVersion, api.MaxVersion) == (ApiKey.Produce, 0, 13));
        Assert.DoesNotContain(response.ApiKeys, api => api.Key is ApiKey.EndTxn or ApiKey.AddPartitionsToTxn);
    }

    [Fact]
    public async Task An_unknown_version_of_ApiVersions_is_answered_in_version_0()
    {
        // Flexible header with client id "x", correlation id 9, then a body nobody here can read.
        await _client.SendBytesAsync(Frame([0, 18, 0, 99, 0, 0, 0, 9, 0, 1, (byte)'x', 0, 0xFF, 0xFF]));
        var response = await _client.ReceiveAsync(ApiKey.ApiVersions, 0, 9, ApiVersionsResponse.Read);
        Assert.Equal(ErrorCode.UnsupportedVersion, response.ErrorCode);
        Assert.Equal((short)4, response.ApiKeys.Single().MaxVersion);
    }

    [Fact]
    public async Task The_probe_of_kafka_python_is_answered_twice()
    {
        var versions = await _client.SendAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write);
        var metadata = await _client.SendAsync(ApiKey.Metadata, 0, new MetadataRequest { Topics = [] }.Write);
        await _client.ReceiveAsync(ApiKey.ApiVersions, 0, versions, ApiVersionsResponse.Read);
        var response = await _client.ReceiveAsync(ApiKey.Metadata, 0, metadata, MetadataResponse.Read);
        Assert.Single(response.Brokers);
    }

    public static TheoryData<byte[]> Garbage() =>
    [
        Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01],
        [0x7F, 0xFF, 0xFF, 0xFF],
        [0xFF, 0xFF, 0xFF, 0xFF],
        [0, 0, 0, 0],
        Frame([0, 3]),
        Frame([0, 99, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF]),
        Frame([0, 0, 0, 2, 0, 0, 0, 1, 0xFF, 0xFF]),
        Frame([0, 3, 0, 1, 0, 0, 0, 1, 0x7F, 0xFF]),
        Frame([0, 3, 0, 1, 0, 0, 0, 1, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]),
        Frame([0, 1, 0, 4, 0, 0, 0, 1, 0xFF, 0xFF, 1, 2, 3]),
        Frame([0, 0, 0, 9, 0, 0, 0, 1, 0xFF, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]),
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_closes_this_connection_and_no_other(byte[] garbage)
    {
        using var other = await _gateway.ConnectAsync();
        await _client.SendBytesAsync(garbage);
        Assert.True(await _client.WaitForCloseAsync());
        await other.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
        await _gateway.WaitForConnectionsAsync(1);
        Assert.Equal(0, _gateway.Server.RequestMemory.TakenBytes);
    }

    [Fact]
    public async Task An_announced_request_beyond_the_limit_is_refused_before_it_is_read()
    {
        var prefix = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(prefix, new KafkaLimits().RequestBytesMax + 1);
        await _client.SendBytesAsync(prefix);
        Assert.True(await _client.WaitForCloseAsync());
        Assert.Equal(1, _gateway.Server.Statistics.ConnectionsAborted);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_refused_until_one_leaves()
    {
        await using var gateway = await TestGateway.StartAsync(new() { Limits = new() { MaxConnections = 1 } });
        var first = await gateway.ConnectAsync();
        await first.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
        await AssertRefusedAsync(gateway);
        Assert.Equal(1, gateway.Server.Statistics.ConnectionsRefused);
        first.Dispose();
        await gateway.WaitForConnectionsAsync(0);
        using var next = await gateway.ConnectAsync();
        await next.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
    }

    [Fact]
    public async Task A_peer_that_stops_inside_a_request_is_closed_and_its_memory_returned()
    {
        var time = new FakeTime();
        await using var gateway = await TestGateway.StartAsync(new KafkaServerOptions(), time);
        using var client = await gateway.ConnectAsync();
        await client.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
        await client.SendBytesAsync(new byte[] { 0, 1, 0, 0, 1 });
        var closed = client.WaitForCloseAsync();
        while (!closed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.Yield();
        }

        Assert.True(await closed);
        await gateway.WaitForConnectionsAsync(0);
        Assert.Equal(0, gateway.Server.RequestMemory.TakenBytes);
    }

    [Fact]
    public async Task An_idle_connection_is_closed_and_a_busy_one_is_not()
    {
        var time = new FakeTime();
        await using var gateway = await TestGateway.StartAsync(
            new KafkaServerOptions { Limits = new() { ConnectionIdle = TimeSpan.FromMinutes(1) } }, time);
        using var busy = await gateway.ConnectAsync();
        using var idle = await gateway.ConnectAsync();
        await idle.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
        for (var second = 0; second < 120; second += 10)
        {
            await busy.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True(await idle.WaitForCloseAsync());
        await busy.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_no_more_than_its_share_and_is_closed()
    {
        var time = new FakeTime();
        await using var gateway = await TestGateway.StartAsync(new KafkaServerOptions(), time);
        await gateway.CreateTopicAsync("t", 1);
        using var producer = await gateway.ConnectAsync();
        for (var i = 0; i < 12; i++)
        {
            await producer.ProduceAsync("t", 0, Batches.Large(1_000_000));
        }

        using var reader = await gateway.ConnectAsync();
        reader.Socket.ReceiveBufferSize = 4_096;
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.MaxBytes = request.Topics[0].Partitions[0].MaxBytes = int.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            await reader.SendFetchAsync(request);
        }

        var limit = gateway.Server.Options.Limits.FetchBytesMax;
        while (gateway.Server.Statistics.ConnectionsAborted == 0)
        {
            Assert.InRange(gateway.Server.FetchMemory.TakenBytes, 0, limit);
            time.Advance(TimeSpan.FromSeconds(5));
            await producer.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
        }

        await gateway.WaitForConnectionsAsync(1);
        Assert.Equal(0, gateway.Server.FetchMemory.TakenBytes);
    }

    [Fact]
    public async Task A_waiting_fetch_ends_with_its_connection()
    {
        await _gateway.CreateTopicAsync("t", 1);
        var waiting = await _gateway.ConnectAsync();
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.MaxWaitMs = 200_000;
        await waiting.SendFetchAsync(request);
        waiting.Dispose();
        await _gateway.WaitForConnectionsAsync(1);
        await _client.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
    }

    private static async Task AssertRefusedAsync(TestGateway gateway)
    {
        try
        {
            using var refused = await gateway.ConnectAsync();
            Assert.True(await refused.WaitForCloseAsync());
        }
        catch (SocketException)
        {
            // Closed before the connecting side had finished.
        }
    }

    private static byte[] Frame(byte[] content) => [0, 0, 0, (byte)content.Length, .. content];
}
