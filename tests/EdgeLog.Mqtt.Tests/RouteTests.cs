using System.Text;
using EdgeLog.Connect;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class RouteTests
{
    [Theory]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{sensor}", "plant/7/temp", "plant.7", "temp")]
    [InlineData("plant/{line}/{sensor}", "plant.{line}", "{sensor}", "plant/7/a/b", "mqtt", "plant/7/a/b")]
    [InlineData("zigbee2mqtt/{device#}", "zigbee", "{device#}", "zigbee2mqtt/hall/lamp", "zigbee", "hall/lamp")]
    [InlineData("zigbee2mqtt/{device#}", "zigbee", "{device}", "zigbee2mqtt", "zigbee", "")]
    [InlineData("{a}/+/{b}", "{b}.{a}", null, "x/y/z", "z.x", "x/y/z")]
    [InlineData("a/#", "all", "k", "a", "all", "k")]
    [InlineData("#", "all", "", "a/b", "all", null)]
    [InlineData("{t#}", "{t}", null, "ö/b c", "__b_c", "ö/b c")]
    [InlineData("{t}", "{t}", null, "__secret", "__secret", "__secret")]
    [InlineData("a/b", "t.${x}", null, "a/b", "t.__x_", "a/b")]
    [InlineData("{t}", "x", null, "$SYS", "mqtt", "$SYS")]
    public void Filters_and_templates_give_topic_and_key(
        string filter, string topic, string? key, string mqttTopic, string expectedTopic, string? expectedKey)
    {
        var config = new MqttRouteConfig { Filter = filter, Topic = topic, Key = key };
        var plan = new RouteTable([config], new DeadLetterTopic()).Plan(mqttTopic);
        Assert.Equal(expectedTopic, plan.Topic);
        Assert.Equal(expectedKey, plan.Key is null ? null : Encoding.UTF8.GetString(plan.Key));
    }

    [Theory]
    [InlineData("a/#/b", "t", null, "mqtt.routes[1].filter")]
    [InlineData("a/{x#}/b", "t", null, "mqtt.routes[1].filter")]
    [InlineData("a/x{y}", "t", null, "mqtt.routes[1].filter")]
    [InlineData("{x}/{x}", "t", null, "mqtt.routes[1].filter")]
    [InlineData("a/{}", "t", null, "mqtt.routes[1].filter")]
    [InlineData("", "t", null, "mqtt.routes[1].filter")]
    [InlineData("a/{x}", "t.{y}", null, "mqtt.routes[1].topic")]
    [InlineData("a/{x}", "t.{x", null, "mqtt.routes[1].topic")]
    [InlineData("a/{x}", "", null, "mqtt.routes[1].topic")]
    [InlineData("a/{x}", "__edgelog_catalog", null, "mqtt.routes[1].topic")]
    [InlineData("a/{x}", "t", "{z}", "mqtt.routes[1].key")]
    public void A_wrong_route_is_named_by_its_place_in_the_file(string filter, string topic, string? key, string place)
    {
        MqttRouteConfig[] configs =
            [new() { Filter = "#", Topic = "t" }, new() { Filter = filter, Topic = topic, Key = key }];
        var problem = Assert.Throws<ConfigException>(() => new RouteTable(configs, new DeadLetterTopic()));
        Assert.Equal(place, problem.Key);
    }

    [Fact]
    public void A_wrong_transform_or_header_is_named_too()
    {
        var transform = new MqttRouteConfig
        {
            Filter = "a",
            Properties = new Dictionary<string, string> { ["transforms"] = "x", ["transforms.x.type"] = "Nonsense" },
        };
        var problem = Assert.Throws<ConfigException>(() => new RouteTable([transform], new DeadLetterTopic()));
        Assert.Equal("mqtt.routes[0].transforms.x.type", problem.Key);
        var header = new MqttRouteConfig { Filter = "a", Headers = new Dictionary<string, string> { ["h"] = "{no}" } };
        problem = Assert.Throws<ConfigException>(() => new RouteTable([header], new DeadLetterTopic()));
        Assert.Equal("mqtt.routes[0].headers.h", problem.Key);
    }

    [Fact]
    public async Task The_first_route_that_matches_wins_and_adds_its_headers()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig
            {
                Filter = "a/{x}",
                Topic = "first",
                Key = "{x}",
                Headers = new Dictionary<string, string> { ["unit"] = "C {x}" },
            },
            new MqttRouteConfig { Filter = "a/#", Topic = "second" });
        var client = await fixture.ConnectAsync(5, "c");
        await client.StoreAsync("a/b", "1", 1, Properties(UserProperty("u", "v")));
        await client.StoreAsync("a/b/c", "2", 2);
        var record = Assert.Single(fixture.Read("first"));
        Assert.Equal("b", record.Key);
        Assert.Equal([("mqtt.topic", "a/b"), ("mqtt.qos", "1"), ("unit", "C b"), ("u", "v")], record.Headers);
        Assert.Equal("a/b/c", Assert.Single(fixture.Read("second")).Key);
    }

    [Fact]
    public async Task What_is_not_stored_is_live_only_acknowledged_at_once_and_delivered_at_QoS_0()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig { Filter = "live/#", Store = false });
        var subscriber = await fixture.ConnectAsync(5, "s");
        await subscriber.SubscribeAsync(("#", 1));
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("live/a", "1");
        var packet = await subscriber.ExpectAsync(PacketType.Publish);
        Assert.Equal(("live/a", "1", 0), (packet.Topic, packet.PayloadText(true), packet.Quality));
        Assert.Null(fixture.Log.Topics.Find("mqtt"));
    }

    [Fact]
    public async Task Topics_that_must_not_be_or_can_be_no_more_go_to_topic_mqtt_counted()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttServerOptions { Routes = [new MqttRouteConfig { Filter = "{t}", Topic = "{t}" }] },
            adjust: options => options with { MaxAutoCreatedTopics = 2 });
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("__edgelog_catalog", "evil", 1);
        await client.StoreAsync("one", "1", 2);
        await client.StoreAsync("two", "2", 3);
        await client.StoreAsync("three", "3", 4);
        await client.StoreAsync("three", "4", 5);
        Assert.Equal(["evil", "3", "4"], fixture.Read("mqtt").Select(r => r.Value));
        Assert.Single(fixture.Read("one"));
        Assert.Equal(3, fixture.Server.Statistics.MessagesRerouted);
    }

    [Fact]
    public async Task Transforms_change_what_is_stored_and_what_they_reject_becomes_a_dead_letter()
    {
        await using var fixture = await ServerFixture.StartAsync(TransformingRoute());
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("plant/7", """{"v":1}""", 1);
        await client.StoreAsync("plant/7", "no json", 2);
        await client.StoreAsync("plant/7", """{"v":2}""", 3);
        Assert.Equal(
            ["""{"v":1,"site":"hall-7"}""", """{"v":2,"site":"hall-7"}"""],
            fixture.Read("plant.7").Select(r => r.Value));
        var letter = Assert.Single(fixture.Read("edgelog.dead-letters"));
        Assert.Equal("no json", letter.Value);
        Assert.Equal("plant/7", letter.Header("mqtt.topic"));
        Assert.NotNull(letter.Header("__connect.errors.exception.message"));
        Assert.Equal(1, fixture.Server.Statistics.DeadLetters);
    }

    [Fact]
    public async Task A_test_says_what_would_become_of_a_message_and_stores_nothing()
    {
        await using var fixture = await ServerFixture.StartAsync(
            TransformingRoute(), new MqttRouteConfig { Filter = "live", Store = false });
        var stored = fixture.Server.Test("plant/7", """{"v":1}"""u8);
        Assert.Equal((RouteTestOutcome.Stored, "plant.7"), (stored.Outcome, stored.Topic));
        Assert.Equal("""{"v":1,"site":"hall-7"}""", Encoding.UTF8.GetString(stored.Value!.Value.Span));
        Assert.Equal("mqtt.topic", stored.Headers[0].Key);
        var rejected = fixture.Server.Test("plant/7", "x"u8);
        Assert.Equal((RouteTestOutcome.DeadLettered, "edgelog.dead-letters"), (rejected.Outcome, rejected.Topic));
        Assert.NotEmpty(rejected.Message!);
        Assert.Equal(RouteTestOutcome.LiveOnly, fixture.Server.Test("live", default).Outcome);
        Assert.Equal(RouteTestOutcome.InvalidTopic, fixture.Server.Test("a/#", default).Outcome);
        Assert.Equal("mqtt", fixture.Server.Test("other", default).Topic);
        Assert.DoesNotContain(
            fixture.Log.Topics.Snapshot.Keys, name => !name.StartsWith("__", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Routes_change_under_a_connection_that_stays_open()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("a", "1", 1);
        fixture.Server.Reconfigure(
            new MqttServerOptions { Routes = [new MqttRouteConfig { Filter = "a", Topic = "new" }] });
        await client.StoreAsync("a", "2", 2);
        var wrong = new MqttServerOptions { Routes = [new MqttRouteConfig { Filter = "#/a" }] };
        Assert.Throws<ConfigException>(() => fixture.Server.Reconfigure(wrong));
        await client.StoreAsync("a", "3", 3);
        Assert.Equal(["1"], fixture.Read("mqtt").Select(r => r.Value));
        Assert.Equal(["2", "3"], fixture.Read("new").Select(r => r.Value));
    }

    [Fact]
    public async Task A_deleted_topic_is_created_anew_by_the_next_message()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("a", "1", 1);
        await fixture.Log.Topics.DeleteAsync("mqtt", CancellationToken.None);
        await client.StoreAsync("a", "2", 2);
        Assert.Equal(["2"], fixture.Read("mqtt").Select(r => r.Value));
    }

    private static MqttRouteConfig TransformingRoute() => new()
    {
        Filter = "plant/{line}",
        Topic = "plant.{line}",
        Properties = new Dictionary<string, string>
        {
            ["value.converter"] = "JsonConverter",
            ["value.converter.schemas.enable"] = "false",
            ["transforms"] = "site",
            ["transforms.site.type"] = "org.apache.kafka.connect.transforms.InsertField$Value",
            ["transforms.site.static.field"] = "site",
            ["transforms.site.static.value"] = "hall-7",
        },
    };
}
