using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;

namespace EdgeLog.Kafka.Tests;

public sealed class TopicTests : IAsyncLifetime
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

    [Fact]
    public async Task A_created_topic_is_listed_with_id_partitions_and_leader()
    {
        var created = await CreateAsync(
            new CreateTopicsRequest.Topic { Name = "t", NumPartitions = 2, ReplicationFactor = 1 });
        Assert.Equal(
            (ErrorCode.None, 2, (short)1), (created.ErrorCode, created.NumPartitions, created.ReplicationFactor));
        var metadata = await MetadataAsync(12, "t");
        var topic = metadata.Topics.Single();
        Assert.Equal((ErrorCode.None, created.TopicId, false), (topic.ErrorCode, topic.TopicId, topic.IsInternal));
        Assert.Equal([0, 1], topic.Partitions.Select(partition => partition.PartitionIndex));
        Assert.All(topic.Partitions, partition => Assert.Equal([1, 1], [partition.LeaderId, .. partition.IsrNodes]));
        Assert.Equal(("127.0.0.1", _gateway.Port), (metadata.Brokers[0].Host, metadata.Brokers[0].Port));
        Assert.Equal(22, metadata.ClusterId!.Length);
    }

    [Fact]
    public async Task Defaults_are_filled_in()
    {
        var created = await CreateAsync(
            new CreateTopicsRequest.Topic { Name = "t", NumPartitions = -1, ReplicationFactor = -1 });
        Assert.Equal((ErrorCode.None, TestGateway.DefaultPartitions), (created.ErrorCode, created.NumPartitions));
        Assert.Equal(TestGateway.DefaultPartitions, _gateway.Log.Topics.Find("t")!.Partitions.Length);
    }

    [Theory]
    [InlineData("", 1, 1, ErrorCode.InvalidTopicException)]
    [InlineData("a b", 1, 1, ErrorCode.InvalidTopicException)]
    [InlineData("..", 1, 1, ErrorCode.InvalidTopicException)]
    [InlineData("__mine", 1, 1, ErrorCode.InvalidTopicException)]
    [InlineData("t", 0, 1, ErrorCode.InvalidPartitions)]
    [InlineData("t", 100_000, 1, ErrorCode.InvalidPartitions)]
    [InlineData("t", 1, 3, ErrorCode.InvalidReplicationFactor)]
    public async Task What_cannot_be_created_is_refused(
        string name, int partitions, short replicas, ErrorCode expected)
    {
        var created = await CreateAsync(
            new CreateTopicsRequest.Topic { Name = name, NumPartitions = partitions, ReplicationFactor = replicas });
        Assert.Equal(expected, created.ErrorCode);
        Assert.Null(_gateway.Log.Topics.Find(name));
    }

    [Fact]
    public async Task A_topic_that_exists_or_an_unknown_setting_is_refused()
    {
        await _gateway.CreateTopicAsync("t", 1);
        Assert.Equal(ErrorCode.TopicAlreadyExists, (await CreateAsync(Wanted("t"))).ErrorCode);
        var odd = Wanted("u");
        odd.Configs.Add(new() { Name = "no.such.setting", Value = "1" });
        Assert.Equal(ErrorCode.InvalidConfig, (await CreateAsync(odd)).ErrorCode);
    }

    [Fact]
    public async Task A_topic_named_twice_is_refused_and_not_created()
    {
        var request = new CreateTopicsRequest { Topics = [Wanted("t"), Wanted("t"), Wanted("u")] };
        var response = await _client.CallAsync(ApiKey.CreateTopics, 7, request.Write, CreateTopicsResponse.Read);
        Assert.Equal(
            [("t", ErrorCode.InvalidRequest), ("u", ErrorCode.None)],
            response.Topics.Select(topic => (topic.Name, topic.ErrorCode)));
        Assert.Null(_gateway.Log.Topics.Find("t"));
    }

    [Fact]
    public async Task Validating_creates_nothing()
    {
        var request = new CreateTopicsRequest { Topics = [Wanted("t")], ValidateOnly = true };
        var response = await _client.CallAsync(ApiKey.CreateTopics, 7, request.Write, CreateTopicsResponse.Read);
        Assert.Equal(ErrorCode.None, response.Topics[0].ErrorCode);
        Assert.Null(_gateway.Log.Topics.Find("t"));
    }

    [Fact]
    public async Task Topics_are_deleted_by_name_and_by_id()
    {
        await _gateway.CreateTopicAsync("a", 1);
        var id = (await _gateway.CreateTopicAsync("b", 1)).Id;
        var request = new DeleteTopicsRequest
        {
            Topics =
            [
                new() { Name = "a" }, new() { TopicId = id }, new() { Name = "c" }, new() { TopicId = Guid.NewGuid() },
                new() { Name = "a", TopicId = id }, new() { Name = "__edgelog_catalog" },
            ],
        };
        var response = await _client.CallAsync(ApiKey.DeleteTopics, 6, request.Write, DeleteTopicsResponse.Read);
        Assert.Equal(
            [
                ErrorCode.None, ErrorCode.None, ErrorCode.UnknownTopicOrPartition, ErrorCode.UnknownTopicId,
                ErrorCode.InvalidRequest, ErrorCode.InvalidTopicException,
            ],
            response.Topics.Select(topic => topic.ErrorCode));
        Assert.Null(_gateway.Log.Topics.Find("a"));
        Assert.Null(_gateway.Log.Topics.Find("b"));
    }

    [Fact]
    public async Task A_recreated_topic_has_another_id_and_is_empty()
    {
        var first = (await _gateway.CreateTopicAsync("t", 1)).Id;
        await _client.ProduceAsync("t", "a");
        var request = new DeleteTopicsRequest { TopicNames = ["t"] };
        await _client.CallAsync(ApiKey.DeleteTopics, 5, request.Write, DeleteTopicsResponse.Read);
        Assert.NotEqual(first, (await CreateAsync(Wanted("t"))).TopicId);
        Assert.Equal(0, await _client.ProduceAsync("t", "b"));
    }

    [Fact]
    public async Task Partitions_are_added_and_never_taken_away()
    {
        await _gateway.CreateTopicAsync("t", 2);
        var request = new CreatePartitionsRequest { Topics = [new() { Name = "t", Count = 4 }] };
        var response = await _client.CallAsync(
            ApiKey.CreatePartitions, 3, request.Write, CreatePartitionsResponse.Read);
        Assert.Equal(ErrorCode.None, response.Results[0].ErrorCode);
        Assert.Equal(4, _gateway.Log.Topics.Find("t")!.Partitions.Length);
        response = await _client.CallAsync(ApiKey.CreatePartitions, 3, request.Write, CreatePartitionsResponse.Read);
        Assert.Equal(ErrorCode.InvalidPartitions, response.Results[0].ErrorCode);
    }

    [Fact]
    public async Task Asking_for_a_topic_creates_it_where_client_and_options_allow()
    {
        Assert.Equal(TestGateway.DefaultPartitions, (await MetadataAsync(12, "t")).Topics[0].Partitions.Count);
        Assert.Equal(ErrorCode.InvalidTopicException, (await MetadataAsync(12, "a/b")).Topics[0].ErrorCode);
        var request = new MetadataRequest { Topics = [new() { Name = "u" }], AllowAutoTopicCreation = false };
        var response = await _client.CallAsync(ApiKey.Metadata, 12, request.Write, MetadataResponse.Read);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics[0].ErrorCode);
    }

    [Fact]
    public async Task Where_the_options_forbid_it_asking_creates_nothing()
    {
        await using var gateway = await TestGateway.StartAsync(new() { AutoCreateTopics = false });
        using var client = await gateway.ConnectAsync();
        var request = new MetadataRequest { Topics = [new() { Name = "t" }] };
        var response = await client.CallAsync(ApiKey.Metadata, 4, request.Write, MetadataResponse.Read);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics[0].ErrorCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(13)]
    public async Task All_topics_are_listed_in_every_version(short version)
    {
        await _gateway.CreateTopicAsync("a", 1);
        await _gateway.CreateTopicAsync("b", 2);
        var request = new MetadataRequest { Topics = version == 0 ? [] : null };
        var response = await _client.CallAsync(ApiKey.Metadata, version, request.Write, MetadataResponse.Read);
        Assert.Equal(
            ["a", "b"],
            response.Topics.Select(topic => topic.Name).Where(name => !name!.StartsWith("__")).Order());
    }

    [Fact]
    public async Task No_topics_asked_for_are_no_topics_told()
    {
        await _gateway.CreateTopicAsync("a", 1);
        Assert.Empty((await MetadataAsync(4)).Topics);
    }

    [Fact]
    public async Task The_cluster_is_one_broker_at_the_advertised_address()
    {
        await using var gateway = await TestGateway.StartAsync(
            new() { Advertised = new AdvertisedAddress("press-7.lan", 9092), NodeId = 5 });
        using var client = await gateway.ConnectAsync();
        var response = await client.CallAsync(
            ApiKey.DescribeCluster, 2, new DescribeClusterRequest().Write, DescribeClusterResponse.Read);
        var broker = response.Brokers.Single();
        Assert.Equal((5, "press-7.lan", 9092), (broker.BrokerId, broker.Host, broker.Port));
        var controllers = new DescribeClusterRequest { EndpointType = EndpointType.Controllers };
        response = await client.CallAsync(
            ApiKey.DescribeCluster, 2, controllers.Write, DescribeClusterResponse.Read);
        Assert.Equal(ErrorCode.MismatchedEndpointType, response.ErrorCode);
    }

    private static CreateTopicsRequest.Topic Wanted(string name) =>
        new() { Name = name, NumPartitions = 1, ReplicationFactor = 1 };

    private async Task<CreateTopicsResponse.Topic> CreateAsync(CreateTopicsRequest.Topic topic)
    {
        var request = new CreateTopicsRequest { Topics = [topic] };
        var response = await _client.CallAsync(ApiKey.CreateTopics, 7, request.Write, CreateTopicsResponse.Read);
        return response.Topics.Single();
    }

    private Task<MetadataResponse> MetadataAsync(short version, params string[] topics)
    {
        var request = new MetadataRequest
        {
            Topics = [.. topics.Select(name => new MetadataRequest.Topic { Name = name })],
        };
        return _client.CallAsync(ApiKey.Metadata, version, request.Write, MetadataResponse.Read);
    }
}
