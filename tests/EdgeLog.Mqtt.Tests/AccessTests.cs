using System.Net;
using EdgeLog.Network.Security;
using EdgeLog.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

/// <summary>Who may do what, on CONNECT, PUBLISH, SUBSCRIBE, for wills and at delivery.</summary>
public sealed class AccessTests
{
    private const int UserAndPassword = 0xC2;

    private static readonly PeerIdentity Lan = new() { Address = IPAddress.Parse("10.1.1.1"), Listener = "lan" };

    [Theory]
    [InlineData(5, "plc", "right", 0)]
    [InlineData(4, "plc", "right", 0)]
    [InlineData(5, "plc", "wrong", 0x86)]
    [InlineData(4, "plc", "wrong", 4)]
    [InlineData(5, "nobody", "right", 0x86)]
    [InlineData(5, null, "", 0x87)]
    [InlineData(4, null, "", 5)]
    public async Task A_connection_beyond_loopback_shows_its_password(
        int level, string? user, string password, int expected)
    {
        await using var fixture = await StartAsync(Guard());
        Assert.Equal(expected, (await ConnectAsync(fixture, level, user, password)).Connack.Reason);
    }

    [Fact]
    public async Task After_too_many_failures_nothing_is_looked_at()
    {
        await using var fixture = await StartAsync(Guard());
        for (var i = 0; i < SecurityLimits.Default.FreeFailures; i++)
        {
            Assert.Equal(0x86, (await ConnectAsync(fixture, 5, "plc", "wrong")).Connack.Reason);
        }

        Assert.Equal(0x9F, (await ConnectAsync(fixture, 5, "plc", "right")).Connack.Reason);
        Assert.Equal(3, (await ConnectAsync(fixture, 4, "plc", "right")).Connack.Reason);
    }

    [Fact]
    public async Task What_a_client_may_not_publish_is_refused_or_dropped_and_its_neighbours_stored()
    {
        await using var fixture = await StartAsync(Guard(Allow("publish", "plant/#")));
        var (client, _) = await ConnectAsync(fixture, 5, "plc", "right");
        await client.SendAsync(
            Publish(5, "plant/1", "a", id: 1), Publish(5, "other", "b", id: 2), Publish(5, "other", "c"),
            Publish(5, "plant/2", "d", id: 3));
        Assert.Equal(0, (await client.ExpectAsync(PacketType.Puback)).Reason);
        Assert.Equal(0x87, (await client.ExpectAsync(PacketType.Puback)).Reason);
        Assert.Equal(0, (await client.ExpectAsync(PacketType.Puback)).Reason);
        Assert.Equal(["a", "d"], fixture.Read("mqtt").Select(record => record.Value));
    }

    [Fact]
    public async Task A_client_of_3_1_1_that_publishes_what_it_may_not_is_disconnected_and_nothing_acknowledged()
    {
        await using var fixture = await StartAsync(Guard(Allow("publish", "plant/#")));
        var (client, _) = await ConnectAsync(fixture, 4, "plc", "right");
        await client.SendAsync(Publish(4, "other", "dropped"), Publish(4, "other", "b", id: 2));
        Assert.Null(await client.ReceiveAsync());
        Assert.Empty(fixture.Read("mqtt"));
        Assert.Equal(0, fixture.Server.Statistics.ProtocolErrors);
    }

    [Theory]
    [InlineData(5, 0x80)]
    [InlineData(4, 0x80)]
    public async Task A_filter_that_a_client_may_not_subscribe_is_refused_alone(int level, int refused)
    {
        await using var fixture = await StartAsync(Guard(Allow("subscribe", "plant/#")));
        var (client, _) = await ConnectAsync(fixture, level, "plc", "right");
        var granted = await client.SubscribeAsync(("plant/+", 0), ("#", 0), ("other", 1), ("plant", 1));
        Assert.Equal([0, refused, refused, 1], granted.Select(reason => (int)reason));
    }

    [Fact]
    public async Task What_is_denied_inside_a_subscription_is_not_delivered_live_nor_retained()
    {
        AccessRule[] rules =
        [
            Allow("publish", "#"), Allow("subscribe", "#"),
            Allow("subscribe", "secret/#") with { Verdict = AccessVerdict.Deny },
        ];
        await using var fixture = await StartAsync(Guard(rules));
        var (client, _) = await ConnectAsync(fixture, 5, "plc", "right");
        await client.PublishAsync("secret/kept", "r", 1, 1);
        await client.PublishAsync("open/kept", "r", 2, 1);
        await client.PingAsync(acks: 2);
        await client.SubscribeAsync(("#", 0));
        Assert.Equal("open/kept", (await client.ExpectAsync(PacketType.Publish)).Topic);
        await client.PublishAsync("secret/1", "x");
        await client.PublishAsync("open/1", "y");
        Assert.Equal("open/1", (await client.ExpectAsync(PacketType.Publish)).Topic);
    }

    [Theory]
    [InlineData(5, 0x87)]
    [InlineData(4, 5)]
    public async Task A_will_that_may_not_be_published_refuses_the_connection(int level, int expected)
    {
        await using var fixture = await StartAsync(Guard(Allow("publish", "plant/#")));
        var client = fixture.Open(level, Connection());
        await client.SendAsync(Packet(
            0x10, Text("MQTT"), [(byte)level, UserAndPassword | 4], Int16(30), level == 5 ? Properties() : [],
            Text("c"), level == 5 ? Properties() : [], Text("other/will"), Text("gone"), Text("plc"), Text("right")));
        Assert.Equal(expected, (await client.ExpectAsync(PacketType.Connack)).Reason);
    }

    [Fact]
    public async Task A_reload_ends_what_is_no_longer_let_in_and_nothing_else()
    {
        var access = Guard();
        await using var fixture = await StartAsync(access);
        var (stays, _) = await ConnectAsync(fixture, 5, "plc", "right", "stays");
        var (goes, _) = await ConnectAsync(fixture, 5, "old", "right", "goes");
        access.Reconfigure(new SecurityConfig
        {
            Users = [new UserConfig("plc", UserCredential.OfPassword("right"))],
        });
        fixture.Server.DropUnwelcome();
        Assert.Equal(0x87, (await goes.ExpectAsync(PacketType.Disconnect)).Reason);
        Assert.Null(await goes.ReceiveAsync());
        await stays.PingAsync();
        Assert.Equal(1, access.Statistics.ConnectionsDropped);
    }

    private static AccessControl Guard(params AccessRule[] rules) => new(
        new SecurityConfig
        {
            Users =
            [
                new UserConfig("plc", UserCredential.OfPassword("right")),
                new UserConfig("old", UserCredential.OfPassword("right")),
            ],
            Rules = rules.Length == 0 ? null : rules,
        },
        SecurityLimits.Default, new FakeTime(), NullLogger.Instance);

    private static AccessRule Allow(string operation, string filter) => new()
    {
        User = "plc",
        Verdict = AccessVerdict.Allow,
        Operations = operation == "publish" ? AccessOperations.Publish : AccessOperations.Subscribe,
        Resource = ResourceType.Mqtt,
        Name = filter,
    };

    private static Task<ServerFixture> StartAsync(AccessControl access) =>
        ServerFixture.StartAsync(new MqttServerOptions { Access = access });

    private static InMemoryConnection Connection()
    {
        var connection = new InMemoryConnection();
        connection.Features.Set(Lan);
        return connection;
    }

    private static async Task<(TestClient Client, WirePacket Connack)> ConnectAsync(
        ServerFixture fixture, int level, string? user, string password, string clientId = "c")
    {
        var client = fixture.Open(level, Connection());
        var hello = user is null
            ? Hello(level, clientId)
            : Packet(
                0x10, Text("MQTT"), [(byte)level, UserAndPassword], Int16(30), level == 5 ? Properties() : [],
                Text(clientId), Text(user), Text(password));
        await client.SendAsync(hello);
        return (client, await client.ExpectAsync(PacketType.Connack));
    }
}
