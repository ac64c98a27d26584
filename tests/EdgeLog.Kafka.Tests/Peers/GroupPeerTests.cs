using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Kafka.Tests.Peers;

/// <summary>Consumer groups with everybody's clients.</summary>
public sealed class GroupPeerTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [PeerTheory("kcat")]
    [InlineData("range")]
    [InlineData("cooperative-sticky")]
    public async Task Two_members_of_kcat_share_the_partitions_and_one_takes_over(string strategy)
    {
        await _gateway.CreateTopicAsync("t", 2);
        await using var first = StartKcat("a", strategy);
        await first.WaitForLineAsync("Group g rebalanced");
        await using var second = StartKcat("b", strategy);
        await second.WaitForLineAsync("Group g rebalanced");
        using var client = await _gateway.ConnectAsync();
        await WaitForMembersAsync(client, 2);
        await client.ProduceAsync("t", 0, Batches.Of("p0"));
        await client.ProduceAsync("t", 1, Batches.Of("p1"));
        await Task.WhenAny(first.WaitForLineAsync("p0"), second.WaitForLineAsync("p0"));
        await Task.WhenAny(first.WaitForLineAsync("p1"), second.WaitForLineAsync("p1"));
        second.Signal(15);
        await second.WaitForExitAsync();
        await WaitForMembersAsync(client, 1);
        await client.ProduceAsync("t", 0, Batches.Of("q0"));
        await client.ProduceAsync("t", 1, Batches.Of("q1"));
        await first.WaitForLineAsync("q0");
        Assert.Contains("q1", await first.WaitForLineAsync("q1"));
    }

    [PeerFact("kafka-python")]
    public async Task A_group_of_kafka_python_goes_on_where_it_was()
    {
        const string Script = """
            import sys
            from kafka import KafkaConsumer, KafkaProducer, TopicPartition, OffsetAndMetadata
            address = sys.argv[1]
            producer = KafkaProducer(bootstrap_servers=address)
            for i in range(100):
                producer.send('t', b'%d' % i, partition=i % 3)
            producer.flush()
            def read(count):
                consumer = KafkaConsumer('t', bootstrap_servers=address, group_id='g', auto_offset_reset='earliest',
                                         enable_auto_commit=False, consumer_timeout_ms=20000, max_poll_records=10)
                seen = []
                for record in consumer:
                    seen.append(int(record.value))
                    if len(seen) == count:
                        break
                consumer.commit()
                consumer.close()
                return seen
            seen = read(40) + read(60)
            print(sorted(seen) == list(range(100)))
            """;
        var result = (await RunningProgram.RunAsync("", Peer.Python, ["-c", Script, _gateway.Address])).Succeeded();
        Assert.Equal(["True"], result.Lines);
    }

    [PeerFact("kafka")]
    public async Task The_tools_of_Kafka_consume_describe_reset_and_delete_groups()
    {
        await _gateway.CreateTopicAsync("t", 1);
        using var client = await _gateway.ConnectAsync();
        await client.ProduceAsync("t", "a", "b", "c", "d");
        var read = await ToolAsync(
            "kafka-console-consumer.sh", "--topic", "t", "--group", "g", "--from-beginning", "--max-messages", "3");
        Assert.Equal(["a", "b", "c"], read.Lines.Where(line => line.Length == 1));
        Assert.Contains("g", (await GroupsAsync("--list")).Lines);
        var described = (await GroupsAsync("--describe", "--group", "g")).Lines.Single(line => line.StartsWith("g "));
        Assert.Equal(
            ["g", "t", "0", "3", "4", "1"], described.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6));
        await ResetAsync("--shift-by -1", 2);
        await ResetAsync("--to-datetime 2023-11-14T22:13:21.000", 1);
        await GroupsAsync("--delete-offsets", "--group", "g", "--topic", "t");
        Assert.Empty(await client.OffsetsAsync("g"));
        await GroupsAsync("--delete", "--group", "g");
        Assert.Empty(await client.ListAsync());

        async Task ResetAsync(string how, int expected)
        {
            await GroupsAsync(["--reset-offsets", "--group", "g", "--topic", "t", "--execute", .. how.Split(' ')]);
            Assert.Equal([$"t-0={expected}"], await client.OffsetsAsync("g"));
        }
    }

    [PeerFact("kafka")]
    public async Task A_consumer_of_the_new_protocol_reads_on_where_the_last_one_stopped()
    {
        await _gateway.CreateTopicAsync("t", 1);
        using var client = await _gateway.ConnectAsync();
        await client.ProduceAsync("t", "a", "b", "c", "d");
        Assert.Equal(["a", "b", "c"], await ReadAsync("3"));
        Assert.Equal(["t-0=3"], await client.OffsetsAsync("g"));
        Assert.Equal(["d"], await ReadAsync("1"));
        var described = await GroupsAsync("--describe", "--group", "g", "--state");
        Assert.Contains("Empty", described.Output);

        async Task<string[]> ReadAsync(string count)
        {
            var read = await ToolAsync(
                "kafka-console-consumer.sh", "--topic", "t", "--group", "g", "--from-beginning",
                "--max-messages", count, "--consumer-property", "group.protocol=consumer");
            return [.. read.Lines.Where(line => line.Length == 1)];
        }
    }

    [PeerFact("kafka")]
    public async Task Kafka_reads_the_topic_of_offsets_as_its_own()
    {
        await _gateway.CreateTopicAsync("t", 1);
        using var client = await _gateway.ConnectAsync();
        await client.CommitAsync("g", "t", (0, 42));
        var read = await ToolAsync(
            "kafka-console-consumer.sh", "--topic", "__consumer_offsets", "--partition", "0", "--offset", "earliest",
            "--max-messages", "1", "--formatter", "org.apache.kafka.tools.consumer.OffsetsMessageFormatter");
        Assert.Contains(read.Lines, line => line.Contains("\"group\":\"g\"") && line.Contains("\"offset\":42"));
    }

    private RunningProgram StartKcat(string name, string strategy) => RunningProgram.Start(
        Peer.OnPath("kcat")!, "-b", _gateway.Address, "-G", "g", "-u", "-X", $"client.id={name}",
        "-X", $"partition.assignment.strategy={strategy}", "-X", "auto.offset.reset=earliest", "t");

    private static async Task WaitForMembersAsync(TestClient client, int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await client.DescribeAsync("g") is var group
            && (group.GroupState, group.Members.Count) != ("Stable", count))
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    private Task<ProgramResult> GroupsAsync(params string[] arguments) =>
        ToolAsync("kafka-consumer-groups.sh", arguments);

    private async Task<ProgramResult> ToolAsync(string tool, params string[] arguments) =>
        (await KafkaCluster.ToolAsync(tool, ["--bootstrap-server", _gateway.Address, .. arguments])).Succeeded();
}
