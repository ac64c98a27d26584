using EdgeLog.Testing.Peers;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class RealPeerTests
{
    [PeerTheory("mosquitto_pub", "mosquitto_sub")]
    [InlineData("mqttv311", "0")]
    [InlineData("mqttv311", "1")]
    [InlineData("mqttv5", "0")]
    [InlineData("mqttv5", "1")]
    [InlineData("mqttv311", "2")]
    [InlineData("mqttv5", "2")]
    public async Task Mosquittos_clients_publish_and_subscribe(string version, string quality)
    {
        await using var fixture = await KestrelFixture.StartAsync();
        string[] common = ["-h", "127.0.0.1", "-p", $"{fixture.Port}", "-V", version, "-q", quality, "-t"];
        await using var subscriber = RunningProgram.Start(
            "stdbuf", ["-oL", "mosquitto_sub", .. common, "plant/#", "-C", "3", "-W", "30", "-v", "-d"]);
        await subscriber.WaitForLineAsync("Subscribed");
        var lines = await RunningProgram.RunAsync("one\ntwo\nthree\n", "mosquitto_pub", [.. common, "plant/7", "-l"]);
        lines.Succeeded();
        var result = (await subscriber.WaitForExitAsync()).Succeeded();
        Assert.Equal(
            ["plant/7 one", "plant/7 two", "plant/7 three"],
            result.Lines.Where(line => line.StartsWith("plant/7 ", StringComparison.Ordinal)));
        Assert.Equal(3, fixture.Server.Statistics.MessagesIn);
        Assert.Equal(3, fixture.Log.Topics.Find("mqtt")!.Partitions[0].HighWatermark.Value);
    }

    [PeerTheory("mosquitto_pub", "mosquitto_sub")]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_sub_gets_what_came_while_it_was_away(string version)
    {
        await using var fixture = await KestrelFixture.StartAsync();
        string[] common = ["-h", "127.0.0.1", "-p", $"{fixture.Port}", "-V", version, "-q", "2", "-t"];
        string[] session = version == "mqttv5" ? ["-i", "away", "-c", "-x", "100"] : ["-i", "away", "-c"];
        var left = await RunningProgram.RunAsync("", "mosquitto_sub", [.. common, "plant/#", .. session, "-E"]);
        left.Succeeded();
        (await RunningProgram.RunAsync("1\n2\n3\n", "mosquitto_pub", [.. common, "plant/7", "-l"])).Succeeded();
        var back = await RunningProgram.RunAsync(
            "", "mosquitto_sub", [.. common, "plant/#", .. session, "-C", "3", "-W", "30"]);
        Assert.Equal(["1", "2", "3"], back.Succeeded().Lines);
    }

    [PeerTheory("paho")]
    [InlineData("MQTTv311", 1)]
    [InlineData("MQTTv5", 1)]
    [InlineData("MQTTv311", 2)]
    [InlineData("MQTTv5", 2)]
    public async Task Paho_publishes_and_receives_a_thousand_messages_in_order(string version, int quality)
    {
        const string Script =
            """
            import sys, threading
            import paho.mqtt.client as mqtt
            port, version, quality = int(sys.argv[1]), getattr(mqtt, sys.argv[2]), int(sys.argv[3])
            total, got, done, ready = 1000, [], threading.Event(), threading.Event()
            client = mqtt.Client("paho", protocol=version)
            client.max_inflight_messages_set(100)
            def on_message(c, u, m):
                got.append(int(m.payload))
                if len(got) == total:
                    done.set()
            client.on_message = on_message
            client.on_subscribe = lambda *a: ready.set()
            client.connect("127.0.0.1", port)
            client.loop_start()
            client.subscribe("t/+", quality)
            assert ready.wait(20)
            infos = [client.publish("t/%d" % (i % 3), str(i), qos=quality) for i in range(total)]
            for info in infos:
                info.wait_for_publish()
            assert done.wait(20), len(got)
            assert got == list(range(total))
            client.disconnect()
            client.loop_stop()
            print("good")
            """;
        await using var fixture = await KestrelFixture.StartAsync();
        var result = await RunningProgram.RunAsync(
            "", Peer.Python, "-c", Script, $"{fixture.Port}", version, $"{quality}");
        Assert.Equal(["good"], result.Succeeded().Lines);
        Assert.Equal(1_000, fixture.Server.Statistics.MessagesAcknowledged);
        Assert.Equal(0, fixture.Server.Statistics.ProtocolErrors);
    }
}
