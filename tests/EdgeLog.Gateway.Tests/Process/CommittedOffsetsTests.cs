using System.Globalization;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.Process;

/// <summary>What the gateway has acknowledged to a consumer group, it has after a SIGKILL.</summary>
public sealed class CommittedOffsetsTests : IClassFixture<GatewayProcess>
{
    private const string Committing = """
        import sys
        from kafka import KafkaConsumer, KafkaProducer, TopicPartition, OffsetAndMetadata
        address = sys.argv[1]
        producer = KafkaProducer(bootstrap_servers=address)
        producer.send('t', b'x', partition=0).get(30)
        consumer = KafkaConsumer(bootstrap_servers=address, group_id='g', enable_auto_commit=False)
        part = TopicPartition('t', 0)
        consumer.assign([part])
        for offset in range(1, 1000000):
            consumer.commit({part: OffsetAndMetadata(offset, '')})
            print('acknowledged', offset, flush=True)
        """;

    private const string Asking = """
        import sys
        from kafka import KafkaConsumer, TopicPartition
        consumer = KafkaConsumer(bootstrap_servers=sys.argv[1], group_id='g', enable_auto_commit=False)
        print(consumer.committed(TopicPartition('t', 0)))
        """;

    private readonly GatewayProcess _gateway;

    public CommittedOffsetsTests(GatewayProcess gateway) => _gateway = gateway;

    [PeerFact("kafka-python")]
    public async Task They_are_there_after_a_kill()
    {
        await using var client = RunningProgram.Start(
            Peer.Python, "-c", Committing, await _gateway.AddressOfAsync("kafka"));
        await client.WaitForLineAsync("acknowledged 40");
        _gateway.Process.Signal(9);
        await _gateway.Process.WaitForExitAsync();
        client.Signal(9);
        await client.WaitForExitAsync();
        var acknowledged = client.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).Max();

        await _gateway.StartAsync();
        var address = await _gateway.AddressOfAsync("kafka");
        var asked = (await RunningProgram.RunAsync("", Peer.Python, ["-c", Asking, address])).Succeeded();
        var committed = int.Parse(asked.Lines[0], CultureInfo.InvariantCulture);

        // One more may have become durable whose acknowledgement was cut off.
        Assert.InRange(committed, acknowledged, acknowledged + 1);
    }
}
