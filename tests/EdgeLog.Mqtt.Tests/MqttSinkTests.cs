using System.Text;
using EdgeLog.Connect;
using EdgeLog.Records;
using EdgeLog.Storage;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class MqttSinkTests
{
    [PeerTheory("mosquitto", "mosquitto_sub")]
    [InlineData("5", 0)]
    [InlineData("5", 1)]
    [InlineData("5", 2)]
    [InlineData("3.1.1", 0)]
    [InlineData("3.1.1", 1)]
    [InlineData("3.1.1", 2)]
    public async Task Records_become_messages_with_their_properties(string version, int quality)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync(
            new MqttRouteConfig { Filter = "plant/{line}/{sensor}", Topic = "plant.{line}", Key = "{sensor}" });
        await using RunningProgram subscriber = await broker.SubscribeAsync(
            "#", 3, "-q", "2", "-V", "mqttv5", "-F", "%t|%p|%q|%C|%P");
        await AppendAsync(world, "plant.7", "temp", "1", ("mqtt.content.type", "text/x"), ("unit", "C"));
        await AppendAsync(world, "plant.7", null, "nowhere");
        await AppendAsync(world, "plant.7", "x", "2", ("mqtt.topic", "plant/8/own"));
        await AppendAsync(world, "plant.7", "temp", null);
        world.Start(ConnectorFixture.Sink(
            $"mqtt://127.0.0.1:{broker.Port}", ("topics.regex", "plant\\..*"), ("topic", "{gateway}/{mqtt}"),
            ("protocol_version", version), ("qos", $"{quality}")));
        ProgramResult got = (await subscriber.WaitForExitAsync()).Succeeded();
        string properties = version == "5" ? "text/x|unit:C" : "|";
        Assert.Equal(
            [
                $"press-7/plant/7/temp|1|{quality}|{properties}", $"press-7/plant/8/own|2|{quality}||",
                $"press-7/plant/7/temp||{quality}||",
            ],
            got.Lines.Where(line => line.StartsWith("press-7/", StringComparison.Ordinal)));
        await ConnectorFixture.UntilAsync(
            () => world.Fleet.Status[0].Task is { RecordCount: 3, LagCount: 0, DeadLetterCount: 1 },
            () => $"{world.Fleet.Status[0]}");
        TextRecord letter = Assert.Single(world.Log.Read(DeadLetterTopic.DefaultName));
        Assert.Equal(("nowhere", null), (letter.Value, letter.Key));
    }

    [PeerFact("mosquitto", "mosquitto_sub")]
    public async Task Through_an_outage_nothing_is_skipped_and_the_order_stays()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        await AppendAsync(world, "t", "k", "0");
        world.Start(ConnectorFixture.Sink(
            $"mqtt://127.0.0.1:{broker.Port}", ("topics", "t"), ("topic", "{topic}/{key}"), ("max_in_flight", "10")));
        await ConnectorFixture.UntilAsync(() => world.Fleet.Status[0].Task.LagCount == 0, () => broker.Log);
        await broker.StopAsync();
        for (var i = 1; i <= 300; i++)
        {
            await AppendAsync(world, "t", "k", $"{i}");
        }

        await ConnectorFixture.UntilAsync(
            () => world.Fleet.Status[0].State == ConnectorState.Failed, () => $"{world.Fleet.Status[0]}");
        Assert.InRange(world.Fleet.Status[0].Task.LagCount, 300, 301);
        await world.Fleet.PauseAsync("MqttSink", CancellationToken.None);
        await broker.StartAgainAsync();
        await using RunningProgram subscriber = await broker.SubscribeAsync("t/#", 300, "-q", "1");
        await world.Fleet.ResumeAsync("MqttSink", CancellationToken.None);
        ProgramResult got = (await subscriber.WaitForExitAsync()).Succeeded();
        Assert.Equal(
            Enumerable.Range(1, 300).Select(i => $"t/k {i}"),
            got.Lines.Where(line => line.StartsWith("t/k ", StringComparison.Ordinal)));
    }

    [PeerFact("mosquitto", "mosquitto_sub")]
    public async Task A_message_that_the_broker_never_takes_is_a_dead_letter_and_harms_no_other()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            "allow_anonymous true\nmax_packet_size 1000");
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        await using RunningProgram subscriber = await broker.SubscribeAsync("#", 2, "-q", "1");
        await AppendAsync(world, "t", "k", "a");
        await AppendAsync(world, "t", "k", new string('x', 2000));
        await AppendAsync(world, "t", "k/+", "bad topic");
        await AppendAsync(world, "t", "k", "b", ("mqtt.retain", "1"));
        world.Start(ConnectorFixture.Sink(
            $"mqtt://127.0.0.1:{broker.Port}", ("topics", "t"), ("topic", "{topic}/{key}")));
        ProgramResult got = (await subscriber.WaitForExitAsync()).Succeeded();
        Assert.Equal(
            ["t/k a", "t/k b"], got.Lines.Where(line => line.StartsWith("t/k ", StringComparison.Ordinal)));
        await ConnectorFixture.UntilAsync(
            () => world.Log.Read(DeadLetterTopic.DefaultName).Count == 2, () => broker.Log);
        Assert.Equal(
            ["1", "2"],
            world.Log.Read(DeadLetterTopic.DefaultName).Select(letter => letter.Header("__connect.errors.offset")));
        await using RunningProgram late = await broker.SubscribeAsync("#", 1);
        Assert.Contains("t/k b", (await late.WaitForExitAsync()).Lines);
    }

    [Theory]
    [InlineData("topics", "", "topics")]
    [InlineData("topics.regex", "a.*", "topics")]
    [InlineData("topic", "{nothing}", "topic")]
    [InlineData("retain", "perhaps", "retain")]
    [InlineData("max_in_flight", "0", "max_in_flight")]
    [InlineData("transforms", "x", "transforms.x.type")]
    public void What_is_wrong_is_named(string setting, string value, string key)
    {
        var right = ConnectorFixture.Sink("mqtt://h", ("topics", "a"));
        var config = right with
        {
            Properties = new Dictionary<string, string>(right.Properties) { [setting] = value },
        };
        MqttConnectors.Unrouted[1].Check(right);
        Assert.Equal(key, Assert.Throws<ConfigException>(() => MqttConnectors.Unrouted[1].Check(config)).Key);
    }

    private static async Task AppendAsync(
        ConnectorFixture world, string topic, string? key, string? value, params (string Name, string Value)[] headers)
    {
        var found = await world.Log.Log.Topics.GetOrCreateAsync(topic, CancellationToken.None);
        using var run = RecordRun.Rent();
        var record = new RawRecord
        {
            Topic = topic, TimestampMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (key is not null)
        {
            record.Key = Encoding.UTF8.GetBytes(key);
        }

        if (value is not null)
        {
            record.Value = Encoding.UTF8.GetBytes(value);
        }

        record.Headers.AddRange(headers.Select(
            header => new RawHeader(Encoding.UTF8.GetBytes(header.Name), Encoding.UTF8.GetBytes(header.Value))));
        record.WriteTo(run);
        var append = new Append { Run = run };
        await found.Partitions[0].AppendAsync(append, CancellationToken.None);
        await append.Done.Task.WaitAsync(TestClient.Deadline);
    }

    private sealed class Append : AppendRequest
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override void OnCompleted(in AppendResult result) => Done.SetResult();
    }
}
