using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;

namespace EdgeLog.Kafka.Tests;

public sealed class ConfigTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.Log.Topics.CreateAsync(
            "t", 1, new Dictionary<string, string> { ["retention.ms"] = "1000" }, CancellationToken.None);
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_topics_settings_are_told_with_their_origin()
    {
        var configs = (await DescribeAsync(ConfigResourceType.Topic, "t")).Configs;
        var set = configs.Single(config => config.Name == "retention.ms");
        Assert.Equal(("1000", ConfigSource.Topic, ConfigType.Long), (set.Value, set.ConfigSource, set.ConfigType));
        Assert.Equal(
            [("1000", ConfigSource.Topic), ("-1", ConfigSource.Default)],
            set.Synonyms.Select(synonym => (synonym.Value, synonym.Source)));
        Assert.NotNull(set.Documentation);
        var left = configs.Single(config => config.Name == "flush.messages");
        Assert.Equal(("1", ConfigSource.Default), (left.Value, left.ConfigSource));
    }

    [Fact]
    public async Task The_gateways_own_defaults_are_told_as_such()
    {
        var defaults = _gateway.Log.Options.TopicDefaults with { MaxMessageBytes = 2_000_000 };
        _gateway.Log.Reconfigure(_gateway.Log.Options with { TopicDefaults = defaults });
        var result = await DescribeAsync(ConfigResourceType.Topic, "t", "max.message.bytes");
        var config = Assert.Single(result.Configs);
        Assert.Equal(("2000000", ConfigSource.StaticBroker), (config.Value, config.ConfigSource));
        Assert.Equal(["2000000", "1048588"], config.Synonyms.Select(synonym => synonym.Value));
    }

    [Fact]
    public async Task The_broker_tells_a_little_and_another_broker_is_unknown()
    {
        var result = await DescribeAsync(ConfigResourceType.Broker, "1");
        Assert.Contains(result.Configs, config => (config.Name, config.Value) == ("num.partitions", "3"));
        Assert.Equal(ErrorCode.InvalidRequest, (await DescribeAsync(ConfigResourceType.Broker, "2")).ErrorCode);
        Assert.Equal(
            ErrorCode.UnknownTopicOrPartition, (await DescribeAsync(ConfigResourceType.Topic, "u")).ErrorCode);
    }

    [Fact]
    public async Task Settings_are_set_and_reset()
    {
        await AlterAsync(ErrorCode.None, "segment.bytes", AlterConfigOperation.Set, "1048576");
        await AlterAsync(ErrorCode.None, "retention.ms", AlterConfigOperation.Delete, null);
        var config = _gateway.Log.Topics.Find("t")!.Config;
        Assert.Equal((1_048_576, null), (config.SegmentBytes, config.Retention));
    }

    [Theory]
    [InlineData("no.such.setting", AlterConfigOperation.Set, "1")]
    [InlineData("no.such.setting", AlterConfigOperation.Delete, null)]
    [InlineData("segment.bytes", AlterConfigOperation.Set, "many")]
    [InlineData("segment.bytes", AlterConfigOperation.Set, null)]
    [InlineData("cleanup.policy", AlterConfigOperation.Append, "compact")]
    public async Task An_invalid_change_is_refused(string name, AlterConfigOperation operation, string? value)
    {
        var before = _gateway.Log.Topics.Find("t")!.Config;
        await AlterAsync(ErrorCode.InvalidConfig, name, operation, value);
        Assert.Equal(before, _gateway.Log.Topics.Find("t")!.Config);
    }

    [Fact]
    public async Task The_older_way_to_alter_replaces_all_settings()
    {
        var request = new AlterConfigsRequest
        {
            Resources =
            [
                new()
                {
                    ResourceType = ConfigResourceType.Topic,
                    ResourceName = "t",
                    Configs = [new() { Name = "segment.bytes", Value = "1048576" }],
                },
            ],
            ValidateOnly = true,
        };
        Assert.Equal(ErrorCode.None, await AlterAllAsync(request));
        Assert.NotNull(_gateway.Log.Topics.Find("t")!.Config.Retention);
        request.ValidateOnly = false;
        Assert.Equal(ErrorCode.None, await AlterAllAsync(request));
        var config = _gateway.Log.Topics.Find("t")!.Config;
        Assert.Equal((1_048_576, null), (config.SegmentBytes, config.Retention));
        request.Resources[0].Configs[0].Value = "many";
        Assert.Equal(ErrorCode.InvalidConfig, await AlterAllAsync(request));
    }

    [Fact]
    public async Task Topics_and_the_broker_are_told_to_have_settings()
    {
        var request = new ListConfigResourcesRequest { ResourceTypes = [(sbyte)ConfigResourceType.Broker] };
        var response = await _client.CallAsync(
            ApiKey.ListConfigResources, 1, request.Write, ListConfigResourcesResponse.Read);
        Assert.Equal("1", response.ConfigResources.Single().ResourceName);
        response = await _client.CallAsync(
            ApiKey.ListConfigResources, 1, new ListConfigResourcesRequest().Write, ListConfigResourcesResponse.Read);
        Assert.Contains(response.ConfigResources, one => one.ResourceName == "t");
    }

    private async Task<ErrorCode> AlterAllAsync(AlterConfigsRequest request) => (await _client.CallAsync(
        ApiKey.AlterConfigs, 2, request.Write, AlterConfigsResponse.Read)).Responses.Single().ErrorCode;

    private async Task<DescribeConfigsResponse.Result> DescribeAsync(
        ConfigResourceType type, string name, params string[] keys)
    {
        var request = new DescribeConfigsRequest
        {
            Resources = [new() { ResourceType = type, ResourceName = name, ConfigurationKeys = [.. keys] }],
            IncludeSynonyms = true,
            IncludeDocumentation = true,
        };
        var response = await _client.CallAsync(ApiKey.DescribeConfigs, 4, request.Write, DescribeConfigsResponse.Read);
        return response.Results.Single();
    }

    private async Task AlterAsync(ErrorCode expected, string name, AlterConfigOperation operation, string? value)
    {
        var request = new IncrementalAlterConfigsRequest
        {
            Resources =
            [
                new()
                {
                    ResourceType = ConfigResourceType.Topic,
                    ResourceName = "t",
                    Configs = [new() { Name = name, ConfigOperation = operation, Value = value }],
                },
            ],
        };
        var response = await _client.CallAsync(
            ApiKey.IncrementalAlterConfigs, 1, request.Write, IncrementalAlterConfigsResponse.Read);
        Assert.Equal(expected, response.Responses.Single().ErrorCode);
    }
}
