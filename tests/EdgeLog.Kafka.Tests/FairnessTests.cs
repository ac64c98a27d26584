using System.Buffers.Binary;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing;

namespace EdgeLog.Kafka.Tests;

public sealed class FairnessTests
{
    [Fact]
    public async Task A_reader_over_a_slow_link_is_left_alone_while_it_reads()
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
        reader.Socket.ReceiveBufferSize = 65_536;
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.MaxBytes = request.Topics[0].Partitions[0].MaxBytes = int.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            await reader.SendFetchAsync(request);
        }

        // Three responses of 2 MB, each over several times the half minute after which a peer counts as gone.
        for (var received = 0; received < 5_000_000; received += 128 * 1024)
        {
            await reader.ReceiveBytesAsync(128 * 1024);
            time.Advance(TimeSpan.FromSeconds(7.5));
        }

        Assert.Equal(0, gateway.Server.Statistics.ConnectionsAborted);
    }

    [Fact]
    public async Task A_large_request_that_does_not_come_keeps_no_small_one_waiting()
    {
        await using var gateway = await TestGateway.StartAsync();
        var limits = gateway.Server.Options.Limits;
        using var large = await gateway.ConnectAsync();
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, limits.RequestBytesMax);
        await large.SendBytesAsync(prefix);
        while (gateway.Server.RequestMemory.TakenBytes < limits.RequestMemoryBytes)
        {
            await Task.Yield();
        }

        using var small = await gateway.ConnectAsync();
        await small.CallAsync(ApiKey.ApiVersions, 0, new ApiVersionsRequest().Write, ApiVersionsResponse.Read);
    }

    [Fact]
    public async Task A_fetch_takes_no_more_than_half_of_the_memory_that_others_have_left()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.CreateTopicAsync("t", 1);
        using var client = await gateway.ConnectAsync();
        for (var i = 0; i < 8; i++)
        {
            await client.ProduceAsync("t", 0, Batches.Large(50_000));
        }

        gateway.Server.FetchMemory.TakeBeyond(gateway.Server.Options.Limits.FetchMemoryBytes - 300_000);
        var response = await client.FetchAsync(TestClientCalls.FetchOf("t", (0, 0)));
        Assert.InRange(response.Topics[0].Partitions[0].Records!.Value.Length, 100_000, 150_000);
    }
}
