using System.Text;
using EdgeLog.Testing;
using Microsoft.AspNetCore.Connections.Features;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class ConnectTests
{
    [Fact]
    public async Task A_client_of_version_5_is_told_the_limits()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = fixture.Open(5);
        var asks = Properties(Join([0x11], Int32(3600)));
        await client.SendAsync(Hello(5, "", keepAlive: 600, properties: asks));
        var connack = await client.ExpectAsync(PacketType.Connack);
        var reader = new PropertyReader(connack.Body.AsSpan(3), PropertySet.All);
        var told = new Dictionary<PropertyId, uint>();
        var assigned = string.Empty;
        while (reader.MoveNext())
        {
            told[reader.Id] = reader.Number;
            if (reader.Id == PropertyId.AssignedClientIdentifier)
            {
                assigned = Encoding.UTF8.GetString(reader.Bytes);
            }
        }

        Assert.Equal(0, connack.Body[0]);
        Assert.Equal(0, connack.Reason);
        Assert.StartsWith("auto-", assigned, StringComparison.Ordinal);
        Assert.Equal(1_024u, told[PropertyId.ReceiveMaximum]);
        Assert.Equal(512u * 1024, told[PropertyId.MaximumPacketSize]);
        Assert.Equal(64u, told[PropertyId.TopicAliasMaximum]);
        Assert.Equal(60u, told[PropertyId.ServerKeepAlive]);
        Assert.False(told.ContainsKey(PropertyId.MaximumQos));
        Assert.False(told.ContainsKey(PropertyId.SharedSubscriptionAvailable));
        Assert.False(told.ContainsKey(PropertyId.SessionExpiryInterval));
    }

    [Fact]
    public async Task A_client_of_version_3_1_1_gets_two_bytes_and_its_keep_alive()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = fixture.Open(4);
        await client.SendAsync(Hello(4, "", keepAlive: 600));
        Assert.Equal([0, 0], (await client.ExpectAsync(PacketType.Connack)).Body);
    }

    public static TheoryData<string, int, byte[]> Refusals() => new()
    {
        { "level 3", 1, Packet(0x10, Text("MQIsdp"), [3, 2], Int16(30), Text("c")) },
        { "level 6", 0x84, Packet(0x10, Text("MQTT"), [6, 2], Int16(30), Properties(), Text("c")) },
        { "no name, not clean, 3.1.1", 2, Packet(0x10, Text("MQTT"), [4, 0], Int16(30), Text("")) },
        { "name too long", 0x85, Hello(5, new string('c', 257)) },
        { "reserved flag", 0x81, Hello(5, "c", flags: 3) },
        { "will QoS without will", 0x81, Hello(5, "c", flags: 0x0A) },
        { "will retain without will", 0x81, Hello(5, "c", flags: 0x22) },
        { "will QoS 3", 0x81, Hello(5, "c", flags: 0x1E) },
        { "receive maximum 0", 0x82, Hello(5, "c", properties: Properties([0x21, 0, 0])) },
        { "packet size 0", 0x82, Hello(5, "c", properties: Properties([0x27, 0, 0, 0, 0])) },
        { "twice", 0x82, Hello(5, "c", properties: Properties([0x21, 0, 9], [0x21, 0, 9])) },
        { "of another packet", 0x82, Hello(5, "c", properties: Properties([0x23, 0, 9])) },
        { "unknown property", 0x81, Hello(5, "c", properties: Properties([0x7F, 0])) },
        { "authentication", 0x8C, Hello(5, "c", properties: Properties(Join([0x15], Text("SCRAM")))) },
        { "data without method", 0x82, Hello(5, "c", properties: Properties(Join([0x16], Binary([1])))) },
        { "client id not UTF-8", 0x81, HelloOf(Binary([0xC3, 0x28])) },
        { "U+0000 in the name", 0x81, Hello(5, "a\0b") },
        { "surrogate", 0x81, HelloOf(Binary([0xED, 0xA0, 0x80])) },
        { "goes on", 0x81, HelloOf(Join(Text("c"), [1])) },
        { "ends early", 0x81, HelloOf([0, 4, 1]) },
        { "wildcard in will topic", 0x81, HelloOf(Join(Text("c"), Properties(), Text("a/#"), Binary([])), flags: 6) },
    };

    private static byte[] HelloOf(byte[] payload, byte flags = 2) =>
        Packet(0x10, Text("MQTT"), [5, flags], Int16(9), Properties(), payload);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_CONNECT_that_breaks_a_rule_is_refused_with_its_code(string rule, int code, byte[] packet)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = fixture.Open(5);
        await client.SendAsync(packet);
        var connack = await client.ExpectAsync(PacketType.Connack);
        Assert.True(code == connack.Reason, $"{rule}: {connack.Reason:X2}");
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(1, fixture.Server.Statistics.ProtocolErrors);
    }

    [Theory]
    [InlineData("C000")]
    [InlineData("110B00044D5154540402001E000163")]
    [InlineData("100B0004484F5345040200001E0163")]
    [InlineData("10FFFFFFFF7F")]
    [InlineData("474554202F")]
    [InlineData("1603")]
    [InlineData("00")]
    public async Task What_is_no_CONNECT_closes_the_connection_without_a_word(string packet)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = fixture.Open(4);
        await client.SendAsync(Convert.FromHexString(packet));
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_password_without_a_user_is_malformed_in_3_1_1_and_fine_in_5()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var three = fixture.Open(4);
        await three.SendAsync(Packet(0x10, Text("MQTT"), [4, 0x42], Int16(9), Text("c"), Binary([1])));
        Assert.NotEqual(0, (await three.ExpectAsync(PacketType.Connack)).Reason);
        var five = fixture.Open(5);
        await five.SendAsync(Packet(0x10, Text("MQTT"), [5, 0x42], Int16(9), Properties(), Text("c"), Binary([1])));
        Assert.Equal(0, (await five.ExpectAsync(PacketType.Connack)).Reason);
    }

    [Fact]
    public async Task User_name_and_password_are_read_and_need_not_be_known()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = fixture.Open(4);
        await client.SendAsync(Packet(0x10, Text("MQTT"), [4, 0xC2], Int16(9), Text("c"), Text("me"), Binary([1, 2])));
        Assert.Equal(0, (await client.ExpectAsync(PacketType.Connack)).Reason);
    }

    [Fact]
    public async Task A_second_CONNECT_is_a_protocol_error()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "c");
        await client.SendAsync(Hello(5, "c"));
        Assert.Equal(0x82, (await client.ExpectAsync(PacketType.Disconnect)).Reason);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_second_connection_of_the_same_name_takes_over()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var first = await fixture.ConnectAsync(5, "c");
        var second = await fixture.ConnectAsync(5, "c");
        Assert.Equal(0x8E, (await first.ExpectAsync(PacketType.Disconnect)).Reason);
        Assert.Null(await first.ReceiveAsync());
        await second.PingAsync();
        await first.Served.WaitAsync(TestClient.Deadline);
        Assert.Equal(1, fixture.Server.Statistics.Clients);
    }

    [Fact]
    public async Task A_stopping_gateway_answers_what_it_has_and_says_goodbye()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var stopping = new Stopping();
        var connection = new InMemoryConnection();
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(stopping);
        var client = await fixture.ConnectAsync(5, "c", connection: connection);
        await client.StoreAsync("a", "1");
        stopping.RequestClose();
        Assert.Equal(0x8B, (await client.ExpectAsync(PacketType.Disconnect)).Reason);
        Assert.Null(await client.ReceiveAsync());
        stopping.Dispose();
    }

    private sealed class Stopping : IConnectionLifetimeNotificationFeature, IDisposable
    {
        private readonly CancellationTokenSource _requested = new();

        public CancellationToken ConnectionClosedRequested
        {
            get => _requested.Token;
            set => throw new NotSupportedException();
        }

        public void RequestClose() => _requested.Cancel();

        public void Dispose() => _requested.Dispose();
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_refused_and_counted()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttServerOptions { Limits = new MqttLimits { MaxConnections = 1 } });
        var first = await fixture.ConnectAsync(4, "a");
        var second = fixture.Open(4);
        await second.Served.WaitAsync(TestClient.Deadline);
        Assert.NotNull(second.Connection.AbortReason);
        Assert.Equal(1, fixture.Server.Statistics.ConnectionsRefused);
        await first.PingAsync();
    }
}
