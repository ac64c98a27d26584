using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeLog.Connect;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class MqttSourceTests
{
    [PeerTheory("mosquitto", "mosquitto_pub")]
    [InlineData("5", 0)]
    [InlineData("5", 1)]
    [InlineData("5", 2)]
    [InlineData("3.1.1", 0)]
    [InlineData("3.1.1", 1)]
    [InlineData("3.1.1", 2)]
    public async Task Messages_become_records_by_the_sources_own_topic(string version, int quality)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        world.Start(ConnectorFixture.Source(
            $"mqtt://127.0.0.1:{broker.Port}", ("filters", "factory/{line}/{sensor}"), ("topic", "factory.{line}"),
            ("key", "{sensor}"), ("headers.line", "{line}"), ("protocol_version", version), ("qos", $"{quality}")));
        await SubscribedAsync(broker, "factory/+/+");
        await broker.PublishAsync(
            "factory/1/temp", "a\nb\n", "-V", "mqttv5", "-q", $"{quality}", "-D", "publish", "user-property", "u", "v",
            "-D", "publish", "content-type", "text/x", "-D", "publish", "correlation-data", "c1");
        await ConnectorFixture.UntilAsync(() => world.Log.Read("factory.1").Count == 2, () => broker.Log);
        TextRecord[] records = [.. world.Log.Read("factory.1")];
        Assert.Equal(["a", "b"], records.Select(record => record.Value));
        Assert.All(records, record => Assert.Equal("temp", record.Key));
        string[] expected = version == "5"
            ?
            [
                "mqtt.topic=factory/1/temp", $"mqtt.qos={quality}", "mqtt.content.type=text/x",
                "mqtt.correlation.data=c1", "line=1", "u=v",
            ]
            : ["mqtt.topic=factory/1/temp", $"mqtt.qos={quality}", "line=1"];
        Assert.Equal(expected, records[0].Headers.Select(header => $"{header.Key}={header.Value}"));
        Assert.Equal(ConnectorState.Running, world.Fleet.Status[0].State);
    }

    [PeerFact("mosquitto", "mosquitto_pub")]
    public async Task Without_a_topic_of_its_own_the_gateways_routes_apply_with_their_transforms()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync(
            new MqttRouteConfig
            {
                Filter = "plant/{line}",
                Topic = "plant",
                Key = "{line}",
                Properties = new Dictionary<string, string>
                {
                    ["value.converter"] = "JsonConverter",
                    ["value.converter.schemas.enable"] = "false",
                    ["transforms"] = "i",
                    ["transforms.i.type"] = "InsertField$Value",
                    ["transforms.i.static.field"] = "site",
                    ["transforms.i.static.value"] = "s",
                },
            });
        world.Start(ConnectorFixture.Source($"mqtt://127.0.0.1:{broker.Port}", ("filters", "#")));
        await SubscribedAsync(broker, "#");
        await broker.PublishAsync("plant/7", "{\"v\":1}\nbroken\n", "-q", "1");
        await broker.PublishAsync("other", "x\n", "-q", "1");
        await ConnectorFixture.UntilAsync(() => world.Log.Read("mqtt").Count == 1, () => broker.Log);
        Assert.Equal(["""{"v":1,"site":"s"}"""], world.Log.Read("plant").Select(record => record.Value));
        Assert.Equal(["broken"], world.Log.Read(DeadLetterTopic.DefaultName).Select(record => record.Value));
        Assert.Equal("other", world.Log.Read("mqtt")[0].Key);
    }

    [PeerFact("mosquitto", "mosquitto_pub")]
    public async Task What_comes_while_it_is_away_waits_at_the_broker_and_a_broker_that_was_away_is_found_again()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        world.Start(ConnectorFixture.Source(
            $"mqtt://127.0.0.1:{broker.Port}", ("filters", "t/#"), ("topic", "t"), ("qos", "2")));
        await SubscribedAsync(broker, "t/#");
        await broker.PublishAsync("t/1", "1\n2\n", "-q", "2");
        await ConnectorFixture.UntilAsync(() => world.Log.Read("t").Count == 2, () => broker.Log);
        await world.Fleet.PauseAsync("MqttSource", CancellationToken.None);
        await broker.PublishAsync("t/1", "3\n4\n", "-q", "2");
        await broker.StopAsync();
        await world.Fleet.ResumeAsync("MqttSource", CancellationToken.None);
        await ConnectorFixture.UntilAsync(
            () => world.Fleet.Status[0].State == ConnectorState.Failed, () => $"{world.Fleet.Status[0]}");
        Assert.Contains("cannot be reached", world.Fleet.Status[0].Task.Error, StringComparison.Ordinal);
        await broker.StartAgainAsync();
        await broker.PublishAsync("t/1", "5\n", "-q", "2");
        await ConnectorFixture.UntilAsync(() => world.Log.Read("t").Count == 5, () => broker.Log);
        Assert.Equal(["1", "2", "3", "4", "5"], world.Log.Read("t").Select(record => record.Value));
    }

    [PeerFact("mosquitto", "mosquitto_pub")]
    public async Task TLS_goes_both_ways_and_who_is_not_let_in_is_told_why()
    {
        using var directory = new TemporaryDirectory();
        var pki = TestPki.Create(directory);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync($"""
            allow_anonymous false
            cafile {pki.Ca}
            certfile {pki.ServerCertificate}
            keyfile {pki.ServerKey}
            require_certificate true
            use_identity_as_username true
            """);
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        var good = ConnectorFixture.Source(
            $"mqtts://localhost:{broker.Port}", ("filters", "t"), ("topic", "t"), ("tls.ca", pki.Ca),
            ("tls.certificate", pki.ClientCertificate), ("tls.key", pki.ClientKey));
        var nameless = good with
        {
            Name = "nameless",
            Properties = good.Properties.Where(p => p.Key is not ("tls.certificate" or "tls.key")).ToDictionary(),
        };
        var distrusting = good with
        {
            Name = "distrusting",
            Properties = good.Properties.Where(p => p.Key != "tls.ca").ToDictionary(),
        };
        world.Start(good, nameless, distrusting);
        await SubscribedAsync(broker, "t");
        (await RunningProgram.RunAsync(
            "", "mosquitto_pub", "-h", "localhost", "-p", $"{broker.Port}", "--cafile", pki.Ca, "--cert",
            pki.ClientCertificate, "--key", pki.ClientKey, "-t", "t", "-m", "secret", "-q", "1")).Succeeded();
        await ConnectorFixture.UntilAsync(() => world.Log.Read("t").Count == 1, () => broker.Log);
        await ConnectorFixture.UntilAsync(
            () => world.Fleet.Status.Count(c => c.State == ConnectorState.Failed) == 2, () => broker.Log);
        Assert.Contains("TLS with", world.Fleet.Status[2].Task.Error, StringComparison.Ordinal);
    }

    [PeerFact("mosquitto")]
    public async Task A_broker_that_lets_nobody_in_is_told_of_in_words()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync("allow_anonymous false");
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        world.Start(ConnectorFixture.Source(
            $"mqtt://127.0.0.1:{broker.Port}", ("filters", "t"), ("topic", "t"), ("username", "u"), ("password", "p")));
        await ConnectorFixture.UntilAsync(
            () => world.Fleet.Status[0].State == ConnectorState.Failed, () => broker.Log);
        Assert.Contains(
            "refuses the connection: not authorized", world.Fleet.Status[0].Task.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0x40)]
    [InlineData(2, 0x50)]
    public async Task The_broker_gets_its_acknowledgement_when_the_record_is_durable(int quality, int ack)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using ConnectorFixture world = await ConnectorFixture.OpenAsync();
        world.Start(ConnectorFixture.Source(
            $"mqtt://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", ("filters", "t"), ("topic", "t")));
        using var client = await listener.AcceptTcpClientAsync().WaitAsync(TestClient.Deadline);
        await using var stream = client.GetStream();
        Assert.Equal(0x10, await ReadPacketAsync(stream));
        await stream.WriteAsync(new byte[] { 0x20, 3, 0, 0, 0 });
        Assert.Equal(0x82, await ReadPacketAsync(stream));
        await stream.WriteAsync(new byte[] { 0x90, 4, 0, 1, 0, 1 });
        for (var id = 1; id <= 20; id++)
        {
            byte[] publish = [(byte)(0x30 | (quality << 1)), 8, 0, 1, (byte)'t', 0, (byte)id, 0, (byte)'0', (byte)'1'];
            await stream.WriteAsync(publish);
            Assert.Equal(ack, await ReadPacketAsync(stream));
            Assert.Equal(id, world.Log.Read("t").Count);
        }

        // QoS 2: what comes again before it was released is the same message.
        if (quality == 2)
        {
            await stream.WriteAsync(new byte[] { 0x3C, 8, 0, 1, (byte)'t', 0, 20, 0, (byte)'0', (byte)'1' });
            Assert.Equal(0x50, await ReadPacketAsync(stream));
            await stream.WriteAsync(new byte[] { 0x62, 2, 0, 20 });
            Assert.Equal(0x70, await ReadPacketAsync(stream));
            Assert.Equal(20, world.Log.Read("t").Count);
        }
    }

    [Theory]
    [InlineData("address", "1.2.3.4", "address")]
    [InlineData("address", "http://a", "address")]
    [InlineData("tls.ca", "/nowhere", "address")]
    [InlineData("qos", "3", "qos")]
    [InlineData("protocol_version", "4", "protocol_version")]
    [InlineData("filters", "a/#/b", "filters")]
    [InlineData("filters", "$share/g", "filters")]
    [InlineData("topic", "t.{no}", "topic")]
    [InlineData("key", "k", "topic")]
    [InlineData("keep_alive", "5", "keep_alive")]
    [InlineData("max_packet_size", "1GB", "max_packet_size")]
    public void What_is_wrong_is_named(string setting, string value, string key)
    {
        var config = ConnectorFixture.Source("mqtt://h", ("filters", "a")) is var right
            ? right with { Properties = new Dictionary<string, string>(right.Properties) { [setting] = value } }
            : right;
        MqttConnectors.Unrouted[0].Check(right);
        Assert.Equal(key, Assert.Throws<ConfigException>(() => MqttConnectors.Unrouted[0].Check(config)).Key);
    }

    private static Task SubscribedAsync(MosquittoBroker broker, string filter) => ConnectorFixture.UntilAsync(
        () => broker.Log.Contains($"\t{filter} (QoS", StringComparison.Ordinal), () => broker.Log);

    private static async Task<int> ReadPacketAsync(NetworkStream stream)
    {
        var header = new byte[2];
        await stream.ReadExactlyAsync(header).AsTask().WaitAsync(TestClient.Deadline);
        Assert.True(header[1] < 0x80);
        await stream.ReadExactlyAsync(new byte[header[1]]).AsTask().WaitAsync(TestClient.Deadline);
        return header[0];
    }
}
