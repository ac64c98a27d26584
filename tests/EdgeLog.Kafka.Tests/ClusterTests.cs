using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;

namespace EdgeLog.Kafka.Tests;

public sealed class ClusterTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.CreateTopicAsync("t", 2);
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task The_log_directory_tells_what_partitions_take()
    {
        await _client.ProduceAsync("t", 1, Batches.Of("a"));
        var request = new DescribeLogDirsRequest { Topics = [new() { Topic = "t", Partitions = [0, 1] }] };
        var response = await _client.CallAsync(
            ApiKey.DescribeLogDirs, 4, request.Write, DescribeLogDirsResponse.Read);
        var directory = Assert.Single(response.Results);
        Assert.Equal(_gateway.Log.Path, directory.LogDir);
        Assert.True(directory.TotalBytes > 0);
        var partitions = Assert.Single(directory.Topics).Partitions;
        Assert.Equal(0, partitions[0].PartitionSize);
        Assert.True(partitions[1].PartitionSize > 0);
    }

    [Fact]
    public async Task No_election_is_needed()
    {
        var request = new ElectLeadersRequest { TopicPartitions = [new() { Topic = "t", Partitions = [0, 9] }] };
        var response = await _client.CallAsync(ApiKey.ElectLeaders, 2, request.Write, ElectLeadersResponse.Read);
        Assert.Equal(
            [ErrorCode.ElectionNotNeeded, ErrorCode.UnknownTopicOrPartition],
            response.ReplicaElectionResults.Single().PartitionResult.Select(result => result.ErrorCode));
    }
}
