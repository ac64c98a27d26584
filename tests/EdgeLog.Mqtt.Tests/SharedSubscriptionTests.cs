using EdgeLog.Testing;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class SharedSubscriptionTests
{
    [Fact]
    public async Task Each_message_goes_to_one_member_and_to_all_who_subscribed_alone()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var one = await fixture.ConnectAsync(5, "one");
        var two = await fixture.ConnectAsync(5, "two");
        var alone = await fixture.ConnectAsync(4, "alone");
        await one.SubscribeAsync(("$share/g/a/#", 1));
        await two.SubscribeAsync(("$share/g/a/#", 1));
        await alone.SubscribeAsync(("a/#", 1));
        var publisher = await fixture.ConnectAsync(5, "pub");
        for (var i = 1; i <= 50; i++)
        {
            await publisher.StoreAsync($"a/{i}", $"{i}", i);
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}"), await alone.TakeAsync(50));
        await one.SendAsync(Unsubscribe(5, 2, "$share/g/a/#"));
        await two.SendAsync(Unsubscribe(5, 2, "$share/g/a/#"));
        string[] all = [.. await TakeUntilUnsubackAsync(one), .. await TakeUntilUnsubackAsync(two)];
        Assert.Equal(
            Enumerable.Range(1, 50).Order(),
            all.Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public async Task Members_that_come_back_share_what_came_while_nobody_was_there_also_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var (client, _) = await fixture.ResumeAsync(5, "c");
            await client.SubscribeAsync(("$share/g/a", 2));
            var publisher = await fixture.ConnectAsync(5, "pub");
            await publisher.StoreOnceAsync("a", "1");
            Assert.Equal(["1"], await client.TakeAsync(1));
            await client.LeaveAsync(Disconnect());
            await publisher.StoreOnceAsync("a", "2");
        }

        await using var again = await ServerFixture.StartInAsync(directory);
        var other = await again.ConnectAsync(5, "pub");
        await other.StoreOnceAsync("a", "3");
        var (back, _) = await again.ResumeAsync(5, "c");
        Assert.Equal(["2", "3"], await back.TakeAsync(2));
        await back.PingAsync();
    }

    [Fact]
    public async Task What_a_member_did_not_acknowledge_goes_to_another_when_its_session_ends()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var first = await fixture.ConnectAsync(5, "first");
        await first.SubscribeAsync(("$share/g/a", 1));
        var publisher = await fixture.ConnectAsync(5, "pub");
        await publisher.StoreAsync("a", "1");
        Assert.Equal("1", (await first.ExpectAsync(PacketType.Publish)).PayloadText(true));
        var second = await fixture.ConnectAsync(5, "second");
        await second.SubscribeAsync(("$share/g/a", 1));
        await first.LeaveAsync();
        Assert.Equal(["1"], await second.TakeAsync(1));
        await publisher.StoreAsync("a", "2");
        Assert.Equal(["2"], await second.TakeAsync(1));
        await second.PingAsync();
    }

    [Fact]
    public async Task A_member_whose_window_is_full_leaves_the_rest_to_others()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var full = await fixture.ConnectAsync(5, "full", Properties(Join([0x21], Int16(1))));
        var free = await fixture.ConnectAsync(5, "free");
        await full.SubscribeAsync(("$share/g/a", 1));
        await free.SubscribeAsync(("$share/g/a", 1));
        var publisher = await fixture.ConnectAsync(5, "pub");
        for (var i = 1; i <= 10; i++)
        {
            await publisher.StoreAsync("a", $"{i}", i);
        }

        await free.TakeAsync(9);
        Assert.NotNull(await full.ExpectAsync(PacketType.Publish));
    }

    private static async Task<List<string>> TakeUntilUnsubackAsync(TestClient client)
    {
        var payloads = new List<string>();
        while (await client.ReceiveAsync() is { Type: not PacketType.Unsuback } packet)
        {
            payloads.Add(packet.PayloadText(true));
        }

        return payloads;
    }
}
