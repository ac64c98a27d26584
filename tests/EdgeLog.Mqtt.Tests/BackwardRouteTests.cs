using System.Text;
using EdgeLog.Connect;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class BackwardRouteTests
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    [Theory]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{sensor}", "plant.7", "temp", "plant/7/temp")]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{sensor}", "plant.7", "a/b", null)]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{sensor}", "other.7", "temp", null)]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{sensor}", "plant.7", null, null)]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{line}/{sensor}", "plant.h_7", "h 7/temp", "plant/h 7/temp")]
    [InlineData("zigbee2mqtt/{device#}", "zigbee", "{device#}", "zigbee", "hall/lamp", "zigbee2mqtt/hall/lamp")]
    [InlineData("zigbee2mqtt/{device#}", "zigbee", "{device}", "zigbee", "", "zigbee2mqtt")]
    [InlineData("{t#}", "all", "{t}", "all", "a/b", "a/b")]
    [InlineData("{a}/+/{b}", "{b}.{a}", null, "z.x", "x/y/z", "x/y/z")]
    [InlineData("{a}/+/{b}", "{b}.{a}", null, "z.y", "x/y/z", null)]
    [InlineData("{a}/+/{b}", "{b}.{a}", "{a}", "z.x", "x", null)]
    [InlineData("a/{x}/{y}", "t", "{x}-{y}", "t", "1-2-3", "a/1/2-3")]
    [InlineData("a/{x}", "t", "", "t", "k", null)]
    [InlineData("a/{x}", "t.{x}", "", "t.5", null, "a/5")]
    [InlineData("a/b", "t", "", "t", "anything", "a/b")]
    [InlineData("a/{x}", "t.{x}", "k", "t.+", "k", null)]
    [InlineData("b", "t", "k", "mqtt", "a/b", "a/b")]
    [InlineData("b", "t", "k", "mqtt", "b", null)]
    [InlineData("b", "t", "k", "mqtt", "b/#", null)]
    public void Topic_and_key_give_the_MQTT_topic_back(
        string filter, string topic, string? key, string logTopic, string? recordKey, string? expected)
    {
        var config = new MqttRouteConfig { Filter = filter, Topic = topic, Key = key };
        var table = new RouteTable([config], new DeadLetterTopic());
        Assert.Equal(expected, table.ReadBackwards(logTopic, recordKey, NoHeaders).MqttTopic);
    }

    [Fact]
    public void The_route_is_the_one_that_the_MQTT_topic_would_take()
    {
        var table = new RouteTable(
            [
                new MqttRouteConfig { Filter = "p/{line}/hum", Topic = "p.{line}", Key = "hum" },
                new MqttRouteConfig { Filter = "p/{line}/{sensor}", Topic = "p.{line}", Key = "{sensor}" },
            ],
            new DeadLetterTopic());
        Assert.Equal("p/{line}/hum", table.ReadBackwards("p.1", "hum", NoHeaders).Route!.Filter.Text);
        Assert.Equal("p/{line}/{sensor}", table.ReadBackwards("p.1", "temp", NoHeaders).Route!.Filter.Text);
    }

    [Fact]
    public void A_level_may_come_from_a_header_that_the_route_adds()
    {
        var config = new MqttRouteConfig
        {
            Filter = "p/{line}/{sensor}",
            Topic = "p",
            Key = "{sensor}",
            Headers = new Dictionary<string, string> { ["line"] = "no {line}" },
        };
        var table = new RouteTable([config], new DeadLetterTopic());
        Assert.Null(config.FindLoss());
        Assert.Null(table.ReadBackwards("p", "temp", NoHeaders).MqttTopic);
        var headers = new Dictionary<string, string> { ["line"] = "no 7" };
        Assert.Equal("p/7/temp", table.ReadBackwards("p", "temp", headers).MqttTopic);
    }

    [Theory]
    [InlineData("p/{line}/{sensor}", "p", "{sensor}", "{line} is in neither topic, key nor headers")]
    [InlineData("p/+/{sensor}", "p", "{sensor}", "p/+/{sensor} has a wildcard without a name")]
    [InlineData("p/#", "p", "", "p/# has a wildcard without a name")]
    [InlineData("p/#", "p", null, null)]
    [InlineData("p/{a}/{b}", "p.{a}", "{b}", null)]
    public void What_a_template_loses_is_named(string filter, string topic, string? key, string? loss)
    {
        var found = new MqttRouteConfig { Filter = filter, Topic = topic, Key = key }.FindLoss();
        Assert.StartsWith(loss ?? "", found ?? "", StringComparison.Ordinal);
        Assert.Equal(loss is null, found is null);
    }

    [Fact]
    public void What_goes_forwards_comes_back_and_nothing_takes_long()
    {
        string[] topics = ["{a}.{b}.{c}", "x{a}{b}{c}", "t", "{c}_{a}"];
        string[] keys = ["{a}/{b}/{c}", "{b}{a}-{c}", "{c}{b}{a}", "k"];
        Prop.ForAll<NonNull<string>, NonNull<string>, byte>((a, b, pick) =>
        {
            var config = new MqttRouteConfig
            {
                Filter = "in/{a}/{b}/{c#}", Topic = topics[pick % 4], Key = keys[pick / 4 % 4],
            };
            var mqttTopic = $"in/{a.Get}/{b.Get}/{a.Get}/x";
            var table = new RouteTable([config], new DeadLetterTopic());
            var plan = table.Plan(mqttTopic);
            if (mqttTopic.AsSpan().IndexOfAny('+', '#', '\0') >= 0)
            {
                return true;
            }

            // What is read may be another topic, but it is one that goes to the same place.
            var back = table.ReadBackwards(plan.Topic, Encoding.UTF8.GetString(plan.Key!), NoHeaders).MqttTopic;
            return back is null
                ? pick / 4 % 4 != 0
                : table.Plan(back) is var again
                    && again.Topic == plan.Topic
                    && again.Key.AsSpan().SequenceEqual(plan.Key);
        }).QuickCheckThrowOnFailure();
        var hostile = new MqttRouteConfig { Filter = "{a}/{b}/{c}/{d}/{e}", Topic = "t", Key = "{a}{b}{c}{d}{e}x" };
        var slow = new RouteTable([hostile], new DeadLetterTopic());
        Assert.Null(slow.ReadBackwards("t", new string('a', 1000), NoHeaders).MqttTopic);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_record_of_a_Kafka_client_reaches_subscribers_under_the_topic_of_its_route(int level)
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig { Filter = "plant/{line}/{sensor}", Topic = "plant.{line}", Key = "{sensor}" });
        using var stop = new CancellationTokenSource();
        var running = fixture.Server.RunAsync(stop.Token);
        await fixture.Log.Topics.CreateAsync("plant.7", 2, NoHeaders, CancellationToken.None);
        await fixture.AppendAsync("plant.7", "before", [], "temp");
        var client = await fixture.ConnectAsync(level, "c");
        await client.SubscribeAsync(("plant/#", 1));
        await fixture.AppendAsync("plant.7", "21.5", [("unit", "C"), ("mqtt.content.type", "text")], "temp");
        var got = await client.ExpectAsync(PacketType.Publish);
        Assert.Equal(("plant/7/temp", "21.5", 1), (got.Topic, got.PayloadText(level == 5), got.Quality));

        // Topics that come to be later are MQTT's from their first record on.
        await fixture.Log.Topics.CreateAsync("plant.8", 1, NoHeaders, CancellationToken.None);
        await fixture.AppendAsync("plant.8", "a", [], "temp");
        await fixture.AppendAsync("plant.8", "lost", []);
        await fixture.AppendAsync("plant.8", "b", [], "temp");
        Assert.Equal("a", (await client.ExpectAsync(PacketType.Publish)).PayloadText(level == 5));
        Assert.Equal("b", (await client.ExpectAsync(PacketType.Publish)).PayloadText(level == 5));
        Assert.Equal(1, fixture.Server.Statistics.RecordsWithoutMqttTopic);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void A_test_says_whether_the_way_back_is_the_same()
    {
        var table = new RouteTable(
            [new MqttRouteConfig { Filter = "a/+/{x}", Topic = "t", Key = "{x}" }], new DeadLetterTopic());
        Assert.Null(RouteTester.Test(table, "a/b/c", "1"u8, TimeProvider.System).Backwards);
        Assert.Equal("z", RouteTester.Test(table, "z", "1"u8, TimeProvider.System).Backwards);
    }
}
