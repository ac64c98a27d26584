using EdgeLog.Network;
using EdgeLog.Storage;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

/// <summary>What becomes of messages that their topic, or the log, does not take.</summary>
public sealed class RefusalTests
{
    private const string Letters = "edgelog.dead-letters";
    private static readonly string Large = new('x', 2_000);

    [Theory]
    [InlineData("max.message.bytes", "1000")]
    [InlineData("cleanup.policy", "compact")]
    public async Task One_bad_message_of_a_read_is_answered_with_its_reason_and_its_neighbours_are_stored(
        string setting, string value)
    {
        await using var fixture = await StartAsync(setting, value);
        var client = await fixture.ConnectAsync(5, "five");
        await client.SendAsync(Wire.Join(
            Wire.Publish(5, "good", "1", 1), Wire.Publish(5, "bad", Large, 2), Wire.Publish(5, "good", "2", 3)));
        Assert.Equal((1, 0), Outcome(await client.ExpectAsync(PacketType.Puback)));
        Assert.Equal((2, 0x83), Outcome(await client.ExpectAsync(PacketType.Puback)));
        Assert.Equal((3, 0), Outcome(await client.ExpectAsync(PacketType.Puback)));
        Assert.Equal(["1", "2"], fixture.Read("strict").Select(r => r.Value));
        Assert.Null(fixture.Log.Topics.Find(Letters));
        Assert.Equal(1, fixture.Server.Statistics.MessagesRefused);
        Assert.Equal(2, fixture.Server.Statistics.MessagesAcknowledged);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(4, 0)]
    [InlineData(5, 0)]
    public async Task A_message_whose_refusal_nobody_can_be_told_becomes_a_dead_letter(int level, int id)
    {
        await using var fixture = await StartAsync("max.message.bytes", "1000");
        var client = await fixture.ConnectAsync(level, "c");
        await client.SendAsync(Wire.Join(
            Wire.Publish(level, "good", "1", 1), Wire.Publish(level, "bad", Large, id),
            Wire.Publish(level, "good", "2", 3)));
        int[] expected = id == 0 ? [1, 3] : [1, 2, 3];
        foreach (var packetId in expected)
        {
            Assert.Equal((packetId, 0), Outcome(await client.ExpectAsync(PacketType.Puback)));
        }

        Assert.Equal(["1", "2"], fixture.Read("strict").Select(r => r.Value));
        Assert.True(SpinWait.SpinUntil(() => fixture.Read(Letters).Length == 1, TestClient.Deadline));
        var letter = Assert.Single(fixture.Read(Letters));
        Assert.Equal(Large, letter.Value);
        Assert.Equal("KAFKA_PRODUCE", letter.Header("__connect.errors.stage"));
        Assert.Contains("max.message.bytes 1000 of strict", letter.Header("__connect.errors.exception.message")!);
        Assert.Equal(1, fixture.Server.Statistics.DeadLetters);
        Assert.Equal(0, fixture.Server.Statistics.MessagesRefused);
    }

    [Fact]
    public async Task What_a_transform_makes_too_large_for_its_topic_is_refused_alone()
    {
        await using var fixture = await StartAsync("max.message.bytes", "1000", Transforming());
        var client = await fixture.ConnectAsync(5, "five");
        var large = $$"""{"v":"{{Large}}"}""";
        await client.StoreAsync("good", "{}", 1);
        await client.SendAsync(Wire.Join(
            Wire.Publish(5, "good", "{}", 2), Wire.Publish(5, "good", large, 3), Wire.Publish(5, "good", "{}", 4)));
        Assert.Equal((2, 0), Outcome(await client.ExpectAsync(PacketType.Puback)));
        Assert.Equal((3, 0x83), Outcome(await client.ExpectAsync(PacketType.Puback)));
        Assert.Equal((4, 0), Outcome(await client.ExpectAsync(PacketType.Puback)));
        var three = await fixture.ConnectAsync(4, "three");
        await three.StoreAsync("good", large, 5);
        Assert.Equal(large, Assert.Single(fixture.Read(Letters)).Value);
        Assert.Equal(3, fixture.Read("strict").Length);
    }

    [Theory]
    [InlineData("max.message.bytes", "100")]
    [InlineData("cleanup.policy", "compact")]
    public async Task No_setting_of_the_dead_letter_topic_refuses_a_dead_letter(string setting, string value)
    {
        await using var fixture = await ServerFixture.StartAsync(Transforming() with { Key = "" });
        await CreateAsync(fixture, Letters, setting, value);
        var client = await fixture.ConnectAsync(4, "c");
        var large = new string('x', 400_000);
        await client.StoreAsync("a", "no json", 1);
        var sending = client.SendAsync(Wire.Publish(4, "a", large, 2));
        Assert.Equal((2, 0), Outcome(await client.ExpectAsync(PacketType.Puback)));
        await sending;
        Assert.Equal(["no json", large], fixture.Read(Letters).Select(r => r.Value));
    }

    [Fact]
    public async Task The_limit_on_automatic_topics_does_not_reach_the_dead_letters()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttServerOptions { Routes = [Transforming()] },
            adjust: options => options with { MaxAutoCreatedTopics = 0 });
        var client = await fixture.ConnectAsync(4, "c");
        await client.StoreAsync("a", "no json", 1);
        Assert.Equal("no json", Assert.Single(fixture.Read(Letters)).Value);
    }

    [Fact]
    public async Task A_dead_letter_that_the_log_does_not_take_is_never_acknowledged()
    {
        await using var fixture = await ServerFixture.StartAsync(Transforming());
        var five = await fixture.ConnectAsync(5, "five");
        var three = await fixture.ConnectAsync(4, "three");
        await five.StoreAsync("a", "no json", 1);
        await three.StoreAsync("a", "no json", 2);
        await fixture.Log.DisposeAsync();
        await five.PublishAsync("a", "no json", 3);
        Assert.True((await five.ExpectAsync(PacketType.Puback)).Reason >= 0x80);
        await three.PublishAsync("a", "no json", 4);
        Assert.Null(await three.ReceiveAsync());
    }

    [Fact]
    public void A_reason_is_said_at_once_and_then_once_a_minute_with_the_count_of_the_rest()
    {
        var time = new FakeTime();
        var limit = new LineLimit(time);
        Assert.True(limit.TryPass(out var held));
        Assert.Equal(0, held);
        Assert.False(limit.TryPass(out _));
        Assert.False(limit.TryPass(out _));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(limit.TryPass(out held));
        Assert.Equal(2, held);
    }

    private static (int Id, int Reason) Outcome(WirePacket puback) => (puback.Id, puback.Reason);

    private static MqttRouteConfig Transforming() => new()
    {
        Filter = "#",
        Topic = "strict",
        Properties = new Dictionary<string, string>
        {
            ["value.converter"] = "JsonConverter",
            ["value.converter.schemas.enable"] = "false",
            ["transforms"] = "i",
            ["transforms.i.type"] = "InsertField$Value",
            ["transforms.i.static.field"] = "site",
            ["transforms.i.static.value"] = "hall-7",
        },
    };

    private static async Task<ServerFixture> StartAsync(string setting, string value, MqttRouteConfig? route = null)
    {
        MqttRouteConfig[] routes =
        [
            route ?? new MqttRouteConfig { Filter = "good", Topic = "strict" },
            new MqttRouteConfig { Filter = "bad", Topic = "strict", Key = "" },
        ];
        var fixture = await ServerFixture.StartAsync(routes);
        await CreateAsync(fixture, "strict", setting, value);
        return fixture;
    }

    private static Task<Topic> CreateAsync(ServerFixture fixture, string topic, string setting, string value) =>
        fixture.Log.Topics.CreateAsync(
            topic, 1, new Dictionary<string, string> { [setting] = value }, CancellationToken.None);
}
