using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class ProtocolErrorTests
{
    public static TheoryData<string, int, byte[]> Faults() => new()
    {
        { "QoS 3", 0x81, Packet(0x36, Text("a"), Int16(1), Properties()) },
        { "DUP at QoS 0", 0x81, Packet(0x38, Text("a"), Properties()) },
        { "packet id 0", 0x82, Packet(0x32, Text("a"), Int16(0), Properties()) },
        { "topic with +", 0x81, Publish(5, "a/+", "") },
        { "topic with #", 0x81, Publish(5, "#", "") },
        { "no topic, no alias", 0x82, Publish(5, "", "") },
        { "topic not UTF-8", 0x81, Packet(0x30, Binary([0xFF]), Properties()) },
        { "U+0000 in the topic", 0x81, Publish(5, "a\0", "") },
        { "topic too long", 0x90, Publish(5, new string('t', 1_025), "") },
        { "topic too deep", 0x90, Publish(5, new string('/', 64), "") },
        { "topic cut off", 0x81, Packet(0x30, Int16(5), [1]) },
        { "alias 0", 0x94, Publish(5, "a", "", properties: Properties([0x23, 0, 0])) },
        { "alias beyond the maximum", 0x94, Publish(5, "a", "", properties: Properties([0x23, 0, 65])) },
        { "alias never set", 0x82, Publish(5, "", "", properties: Properties([0x23, 0, 5])) },
        { "subscription identifier from a client", 0x82, Publish(5, "a", "", properties: Properties([0x0B, 1])) },
        { "payload format 2", 0x82, Publish(5, "a", "", properties: Properties([0x01, 2])) },
        { "properties run out", 0x81, Packet(0x30, Text("a"), [9, 1]) },
        { "property twice", 0x82, Publish(5, "a", "", properties: Properties([0x01, 1], [0x01, 1])) },
        { "no such property", 0x81, Publish(5, "a", "", properties: Properties([0x2B, 1])) },
        { "user property", 0x81, Publish(5, "a", "", 0, 0, Properties(Join([0x26], Binary([0xC0]), Text("")))) },
        { "SUBSCRIBE flags", 0x81, Packet(0x80, Int16(1), Properties(), Text("a"), [0]) },
        { "SUBSCRIBE without a filter", 0x82, Packet(0x82, Int16(1), Properties()) },
        { "SUBSCRIBE id 0", 0x82, Packet(0x82, Int16(0), Properties(), Text("a"), [0]) },
        { "# not last", 0x81, Subscribe(5, 1, ("a/#/b", 0)) },
        { "+ not alone", 0x81, Subscribe(5, 1, ("a+", 0)) },
        { "empty filter", 0x81, Subscribe(5, 1, ("", 0)) },
        { "subscription QoS 3", 0x81, Subscribe(5, 1, ("a", 3)) },
        { "retain handling 3", 0x81, Subscribe(5, 1, ("a", 0x30)) },
        { "reserved options", 0x81, Subscribe(5, 1, ("a", 0x40)) },
        { "subscription identifier 0", 0x82, Packet(0x82, Int16(1), Properties([0x0B, 0]), Text("a"), [0]) },
        { "shared without a filter", 0x81, Subscribe(5, 1, ("$share/g", 1)) },
        { "shared without a name", 0x81, Subscribe(5, 1, ("$share//a", 1)) },
        { "shared with a wildcard in the name", 0x81, Subscribe(5, 1, ("$share/+/a", 1)) },
        { "no local and shared", 0x82, Subscribe(5, 1, ("$share/g/a", 4)) },
        { "UNSUBSCRIBE without a filter", 0x82, Packet(0xA2, Int16(1), Properties()) },
        { "PINGREQ with a body", 0x81, Packet(0xC0, [1]) },
        { "PINGREQ flags", 0x81, Packet(0xC1) },
        { "PUBACK id 0", 0x82, Puback(0) },
        { "PUBACK goes on", 0x81, Packet(0x40, Int16(1), [0], Properties(), [1]) },
        { "PUBREL flags", 0x81, Packet(0x60, Int16(1)) },
        { "PUBREL id 0", 0x82, Packet(0x62, Int16(0)) },
        { "CONNACK from a client", 0x82, Packet(0x20, [0, 0]) },
        { "AUTH", 0x82, Packet(0xF0) },
        { "type 0", 0x81, Packet(0x00) },
        { "remaining length of five bytes", 0x81, [0x30, 0x80, 0x80, 0x80, 0x80, 0x01] },
        { "packet too large", 0x95, [0x30, 0xFF, 0xFF, 0xFF, 0x7F] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_packet_that_breaks_the_standard_ends_the_connection_with_its_reason(
        string fault, int reason, byte[] packet)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "c");
        await client.SendAsync(Join(Publish(5, "good", "1", id: 9), packet));
        Assert.Equal(9, (await client.ExpectAsync(PacketType.Puback)).Id);
        var disconnect = await client.ExpectAsync(PacketType.Disconnect);
        Assert.True(reason == disconnect.Reason, $"{fault}: {disconnect.Reason:X2}");
        Assert.Null(await client.ReceiveAsync());
        Assert.Single(fixture.Read("mqtt"));
        Assert.Equal(1, fixture.Server.Statistics.ProtocolErrors);
    }

    [Theory]
    [InlineData("30020000")]
    [InlineData("3002 00FF")]
    [InlineData("E00100")]
    [InlineData("820600010001 2304")]
    public async Task In_version_3_1_1_the_connection_just_closes(string packet)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "c");
        await client.SendAsync(Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Null(await client.ReceiveAsync());
        Assert.Equal(1, fixture.Server.Statistics.ProtocolErrors);
    }

    [Fact]
    public async Task More_unacknowledged_messages_than_the_receive_maximum_end_a_connection_of_version_5()
    {
        var options = new MqttServerOptions { Limits = new MqttLimits { ReceiveMaximum = 5 } };
        await using var fixture = await ServerFixture.StartAsync(options);
        var client = await fixture.ConnectAsync(5, "c");
        await client.SendAsync(Join([.. Enumerable.Range(1, 6).Select(i => Publish(5, "a", "", i))]));
        for (var i = 1; i <= 5; i++)
        {
            Assert.Equal(i, (await client.ExpectAsync(PacketType.Puback)).Id);
        }

        Assert.Equal(0x93, (await client.ExpectAsync(PacketType.Disconnect)).Reason);
    }

    [Fact]
    public async Task More_unacknowledged_messages_than_the_receive_maximum_just_wait_in_version_3_1_1()
    {
        var options = new MqttServerOptions { Limits = new MqttLimits { ReceiveMaximum = 5 } };
        await using var fixture = await ServerFixture.StartAsync(options);
        var client = await fixture.ConnectAsync(4, "c");
        await client.SendAsync(Join([.. Enumerable.Range(1, 23).Select(i => Publish(4, "a", "", i))]));
        for (var i = 1; i <= 23; i++)
        {
            Assert.Equal(i, (await client.ExpectAsync(PacketType.Puback)).Id);
        }
    }
}
