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

    [PeerFact("mosquitto_pub")]
    public async Task Mosquitto_pub_of_version_5_is_told_that_QoS_2_is_not_there()
    {
        await using var fixture = await KestrelFixture.StartAsync();
        var result = await RunningProgram.RunAsync(
            "", "mosquitto_pub", "-h", "127.0.0.1", "-p", $"{fixture.Port}", "-V", "mqttv5", "-q", "2",
            "-t", "a", "-m", "x");
        Assert.Contains("QoS", result.Output + result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, fixture.Server.Statistics.MessagesIn);
    }

    [PeerTheory("paho")]
    [InlineData("MQTTv311")]
    [InlineData("MQTTv5")]
    public async Task Paho_publishes_and_receives_a_thousand_messages_in_order(string version)
    {
        const string Script =
            """
            import sys, threading
            import paho.mqtt.client as mqtt
            port, version = int(sys.argv[1]), getattr(mqtt, sys.argv[2])
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
            client.subscribe("t/+", 1)
            assert ready.wait(20)
            infos = [client.publish("t/%d" % (i % 3), str(i), qos=1) for i in range(total)]
            for info in infos:
                info.wait_for_publish()
            assert done.wait(20), len(got)
            assert got == list(range(total))
            client.disconnect()
            client.loop_stop()
            print("good")
            """;
        await using var fixture = await KestrelFixture.StartAsync();
        var result = await RunningProgram.RunAsync("", Peer.Python, "-c", Script, $"{fixture.Port}", version);
        Assert.Equal(["good"], result.Succeeded().Lines);
        Assert.Equal(1_000, fixture.Server.Statistics.MessagesAcknowledged);
        Assert.Equal(0, fixture.Server.Statistics.ProtocolErrors);
    }
}
