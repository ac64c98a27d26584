using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class PublishTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_message_becomes_a_record_of_topic_mqtt_keyed_by_its_topic_and_is_acknowledged(int level)
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(level, "press");
        await client.StoreAsync("plant/1/temp", "21.5", id: 7);
        var record = Assert.Single(fixture.Read("mqtt"));
        Assert.Equal("plant/1/temp", record.Key);
        Assert.Equal("21.5", record.Value);
        Assert.Equal([("mqtt.topic", "plant/1/temp"), ("mqtt.qos", "1")], record.Headers);
    }

    [Fact]
    public async Task Every_property_of_a_message_becomes_a_header_and_user_properties_keep_their_order()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "press");
        var properties = Wire.Properties(
            Wire.UserProperty("unit", "C"), [0x01, 1], Wire.Join([0x02], Wire.Int32(60)),
            Wire.Join([0x03], Wire.Text("text/plain")),
            Wire.Join([0x08], Wire.Text("re/ply")), Wire.Join([0x09], Wire.Binary([1, 2])), Wire.UserProperty("b", ""),
            Wire.UserProperty("unit", "K"));
        await client.PublishAsync("a/b", "x", id: 1, flags: 1, properties);
        await client.ExpectAsync(PacketType.Puback);
        var record = Assert.Single(fixture.Read("mqtt"));
        (string, string?)[] expected =
        [
            ("mqtt.topic", "a/b"), ("mqtt.qos", "1"), ("mqtt.retain", "1"), ("mqtt.content.type", "text/plain"),
            ("mqtt.payload.format", "1"), ("mqtt.response.topic", "re/ply"), ("mqtt.correlation.data", "\u0001\u0002"),
            ("mqtt.message.expiry", "60"), ("unit", "C"), ("b", ""), ("unit", "K"),
        ];
        Assert.Equal(expected, record.Headers);
    }

    [Fact]
    public async Task Many_messages_in_one_read_are_stored_and_acknowledged_in_order_over_all_partitions()
    {
        await using var fixture = await ServerFixture.StartAsync(
            new MqttRouteConfig { Filter = "{t}", Topic = "t.{t}" });
        var client = await fixture.ConnectAsync(4, "press");
        var packets = Enumerable.Range(1, 500).Select(i => Wire.Publish(4, $"s{i % 5}", $"{i}", id: i)).ToArray();
        await client.SendAsync(Wire.Join(packets));
        for (var i = 1; i <= 500; i++)
        {
            Assert.Equal(i, (await client.ExpectAsync(PacketType.Puback)).Id);
        }

        for (var t = 0; t < 5; t++)
        {
            var values = fixture.Read($"t.s{t}").Select(r => int.Parse(r.Value!));
            Assert.Equal(Enumerable.Range(1, 500).Where(i => i % 5 == t), values);
        }

        Assert.Equal(500, fixture.Server.Statistics.MessagesIn);
        Assert.Equal(500, fixture.Server.Statistics.MessagesAcknowledged);
    }

    [Fact]
    public async Task A_message_that_arrives_byte_by_byte_is_one_message()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "press");
        foreach (var piece in Wire.Publish(4, "a/b", new string('x', 300), id: 3).Chunk(1))
        {
            await client.SendAsync(piece);
        }

        Assert.Equal(3, (await client.ExpectAsync(PacketType.Puback)).Id);
        Assert.Equal(new string('x', 300), Assert.Single(fixture.Read("mqtt")).Value);
    }

    [Fact]
    public async Task An_empty_payload_is_an_empty_value_and_no_tombstone()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "press");
        await client.StoreAsync("a", "");
        Assert.Equal("", Assert.Single(fixture.Read("mqtt")).Value);
    }

    [Fact]
    public async Task A_large_message_over_many_segments_of_the_pipe_is_stored_whole()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "press");
        var payload = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i % 10}"));
        var sending = client.SendAsync(Wire.Publish(5, "a", payload, id: 1));
        await client.ExpectAsync(PacketType.Puback);
        await sending;
        Assert.Equal(payload, Assert.Single(fixture.Read("mqtt")).Value);
    }

    [Fact]
    public async Task Topic_aliases_stand_for_the_topic_they_were_set_to()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(5, "press");
        var alias = Wire.Properties(Wire.Join([0x23], Wire.Int16(2)));
        await client.StoreAsync("a/b", "1", 1, alias);
        await client.StoreAsync("", "2", 2, alias);
        await client.StoreAsync("c", "3", 3, alias);
        await client.StoreAsync("", "4", 4, alias);
        Assert.Equal(["a/b", "a/b", "c", "c"], fixture.Read("mqtt").Select(r => r.Key));
    }

    [Fact]
    public async Task Messages_before_a_goodbye_in_the_same_read_are_still_acknowledged()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var client = await fixture.ConnectAsync(4, "press");
        await client.SendAsync(
            Wire.Join(Wire.Publish(4, "a", "1", 1), Wire.Publish(4, "a", "2", 2), Wire.Disconnect()));
        Assert.Equal(1, (await client.ExpectAsync(PacketType.Puback)).Id);
        Assert.Equal(2, (await client.ExpectAsync(PacketType.Puback)).Id);
        Assert.Null(await client.ReceiveAsync());
    }
}
