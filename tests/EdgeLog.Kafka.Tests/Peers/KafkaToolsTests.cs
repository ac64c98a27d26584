using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Kafka.Tests.Peers;

/// <summary>The command-line tools of a real Apache Kafka that need no groups and no transactions.</summary>
public sealed class KafkaToolsTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [PeerFact("kafka")]
    public async Task Topics_are_created_described_altered_and_deleted()
    {
        await ToolAsync(
            "kafka-topics.sh", "--create", "--topic", "t", "--partitions", "2", "--config", "retention.ms=60000");
        var described = await ToolAsync("kafka-topics.sh", "--describe", "--topic", "t");
        Assert.Contains("PartitionCount: 2\tReplicationFactor: 1\tConfigs: ", described.Output);
        Assert.Contains("retention.ms=60000", described.Output);
        Assert.Contains("Topic: t\tPartition: 1\tLeader: 1\tReplicas: 1\tIsr: 1", described.Output);
        await ToolAsync("kafka-topics.sh", "--alter", "--topic", "t", "--partitions", "3");
        Assert.Equal(3, _gateway.Log.Topics.Find("t")!.Partitions.Length);
        Assert.Contains("t", (await ToolAsync("kafka-topics.sh", "--list")).Lines);
        await ToolAsync("kafka-topics.sh", "--delete", "--topic", "t");
        Assert.Null(_gateway.Log.Topics.Find("t"));
    }

    [PeerFact("kafka")]
    public async Task Settings_are_described_and_altered()
    {
        await _gateway.CreateTopicAsync("t", 1);
        await ToolAsync(
            "kafka-configs.sh", "--alter", "--entity-type", "topics", "--entity-name", "t",
            "--add-config", "segment.bytes=1048576");
        var set = await ToolAsync("kafka-configs.sh", "--describe", "--entity-type", "topics", "--entity-name", "t");
        Assert.Contains("segment.bytes=1048576", set.Output);
        var all = await ToolAsync(
            "kafka-configs.sh", "--describe", "--all", "--entity-type", "topics", "--entity-name", "t");
        Assert.Contains("flush.messages=1 sensitive=false", all.Output);
        Assert.Contains("DEFAULT_CONFIG:segment.bytes=16777216", all.Output);
        var broker = await ToolAsync(
            "kafka-configs.sh", "--describe", "--all", "--entity-type", "brokers", "--entity-name", "1");
        Assert.Contains("num.partitions=3", broker.Output);
    }

    [PeerFact("kafka")]
    public async Task What_the_console_producer_sends_the_console_consumer_reads()
    {
        var lines = Enumerable.Range(0, 1_000).Select(i => $"line {i}").ToArray();
        (await RunningProgram.RunAsync(
            string.Join('\n', lines) + "\n", Path.Combine(Peer.KafkaHome!, "bin", "kafka-console-producer.sh"),
            "--bootstrap-server", _gateway.Address, "--topic", "t")).Succeeded();
        var partitions = _gateway.Log.Topics.Find("t")!.Partitions;
        var offsets = await ToolAsync("kafka-get-offsets.sh", "--topic", "t", "--exclude-internal-topics");
        Assert.Equal(partitions.Select(one => $"t:{one.Id.Partition}:{one.HighWatermark}"), offsets.Lines);
        var read = new List<string>();
        foreach (var partition in partitions.Where(one => one.HighWatermark.Value > 0))
        {
            read.AddRange((await ToolAsync(
                "kafka-console-consumer.sh", "--topic", "t", "--partition", $"{partition.Id.Partition}",
                "--offset", "earliest", "--max-messages", $"{partition.HighWatermark}")).Lines);
        }

        Assert.Equal(lines.Order(), read.Where(line => line.StartsWith("line")).Order());
    }

    [PeerFact("kafka")]
    public async Task Versions_are_told_to_the_version_tool()
    {
        var result = await ToolAsync("kafka-broker-api-versions.sh");
        Assert.Contains($"{_gateway.Address} (id: 1", result.Output);
        Assert.Contains("Fetch(1): 4 to 17 [usable: 17]", result.Output);
        Assert.Contains("Produce(0): 0 to 13 [usable: 13]", result.Output);
    }

    [PeerTheory("kafka")]
    [InlineData("100", "none")]
    [InlineData("1000", "lz4")]
    public async Task The_performance_tool_produces_at_its_defaults(string size, string codec)
    {
        var result = await RunningProgram.RunAsync(
            "", Path.Combine(Peer.KafkaHome!, "bin", "kafka-producer-perf-test.sh"),
            "--topic", "t", "--num-records", "50000", "--record-size", size, "--throughput", "-1",
            "--producer-props", $"bootstrap.servers={_gateway.Address}", $"compression.type={codec}");
        Assert.Contains("50000 records sent", result.Succeeded().Output);
        Assert.Equal(
            50_000, _gateway.Log.Topics.Find("t")!.Partitions.Sum(partition => partition.HighWatermark.Value));
    }

    private async Task<ProgramResult> ToolAsync(string tool, params string[] arguments) =>
        (await KafkaCluster.ToolAsync(tool, ["--bootstrap-server", _gateway.Address, .. arguments])).Succeeded();
}
