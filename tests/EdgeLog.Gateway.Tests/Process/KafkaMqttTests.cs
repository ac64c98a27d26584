using EdgeLog.Testing.Peers;

namespace EdgeLog.Gateway.Tests.Process;

/// <summary>Kafka and MQTT are one: what one side's own tools write the other side's read.</summary>
public sealed class KafkaMqttTests : IAsyncLifetime, IDisposable
{
    private readonly GatewayProcess _gateway = new();

    public async Task InitializeAsync()
    {
        _gateway.Configure("""
            devices: []
            mqtt:
              routes:
                - filter: 'plant/{line}/{sensor}'
                  topic: 'plant.{line}'
                  key: '{sensor}'
                - filter: 'lossy/{a}/{b}'
                  topic: lossy
                  key: '{b}'

            """);
        await _gateway.StartAsync();
    }

    public Task DisposeAsync() => _gateway.DisposeAsync();

    public void Dispose() => _gateway.Dispose();

    [PeerFact("kcat", "mosquitto_sub", "mosquitto_pub")]
    public async Task What_kcat_produces_mosquitto_sub_receives_and_the_other_way_round()
    {
        var kafka = await _gateway.AddressOfAsync("kafka");
        var port = (await _gateway.AddressOfAsync("mqtt")).Split(':')[1];
        await using var subscriber = RunningProgram.Start(
            "stdbuf", "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", port, "-V", "mqttv5", "-q", "1", "-t", "plant/#",
            "-d", "-F", "%t|%p|%C|%R|%D|%P", "-C", "2", "-W", "60");
        await subscriber.WaitForLineAsync("Subscribed");

        (await RunningProgram.RunAsync(
            "temp=21.5\n", "kcat", "-b", kafka, "-P", "-t", "plant.7", "-K", "=",
            "-H", "unit=C", "-H", "mqtt.content.type=text/plain", "-H", "mqtt.response.topic=replies/7",
            "-H", "mqtt.correlation.data=n17")).Succeeded();
        (await RunningProgram.RunAsync(
            "", "mosquitto_pub", "-h", "127.0.0.1", "-p", port, "-V", "mqttv5", "-q", "1", "-t", "plant/8/hum",
            "-m", "40", "-D", "publish", "content-type", "text/x", "-D", "publish", "user-property", "a", "b"))
            .Succeeded();
        var got = (await subscriber.WaitForExitAsync()).Succeeded();
        var read = await RunningProgram.RunAsync(
            "", "kcat", "-b", kafka, "-C", "-t", "plant.8", "-o", "beginning", "-e", "-q", "-f", "%k|%s|%h\n");

        Assert.Contains("plant/7/temp|21.5|text/plain|replies/7|n17|unit:C", got.Lines);
        Assert.Contains("plant/8/hum|40|text/x|||a:b", got.Lines);
        Assert.Equal(
            ["hum|40|mqtt.topic=plant/8/hum,mqtt.qos=1,mqtt.content.type=text/x,a=b"], read.Succeeded().Lines);
    }

    [Fact]
    public async Task Routes_are_tried_in_both_directions()
    {
        var forwards = (await _gateway.AskAsync("routes", "test", "plant/7/temp", "21.5")).Succeeded();
        var lossy = (await _gateway.AskAsync("routes", "test", "lossy/1/2", "x")).Succeeded();
        var back = (await _gateway.AskAsync("routes", "test", "--backwards", "plant.7", "temp")).Succeeded();
        var none = (await _gateway.AskAsync("routes", "test", "-b", "lossy", "2", "--json")).Succeeded();
        var check = (await GatewayProcess.CommandAsync("check", "--config", _gateway.ConfigFile)).Succeeded();

        Assert.Contains("topic    plant.7", forwards.Lines);
        Assert.Contains("back     plant/7/temp", forwards.Lines);
        Assert.Contains("back     only by the header mqtt.topic", lossy.Lines);
        Assert.Equal(["route    plant/{line}/{sensor}", "mqtt     plant/7/temp"], back.Lines);
        Assert.Equal("{}", none.Output.Replace("\n", "", StringComparison.Ordinal));
        Assert.Contains(
            "mqtt.routes[1]: cannot be read backwards: {a} is in neither topic, key nor headers", check.Errors,
            StringComparison.Ordinal);
    }
}
