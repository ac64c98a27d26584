using EdgeLog.Testing;
using Xunit;
using static EdgeLog.Mqtt.Tests.Wire;

namespace EdgeLog.Mqtt.Tests;

public sealed class WillTests
{
    [Fact]
    public async Task A_will_waits_for_its_delay_and_is_forgotten_when_the_client_is_back_before()
    {
        var time = new FakeTime();
        using var directory = new TemporaryDirectory();
        await using var fixture = await ServerFixture.StartInAsync(directory, time: time);
        var watcher = await fixture.ConnectAsync(5, "watcher", keepAlive: 60);
        await watcher.SubscribeAsync(("#", 2));
        var mortal = await ConnectMortalAsync(fixture, delay: 10, expiry: 100);
        await mortal.LeaveAsync();
        time.Advance(TimeSpan.FromSeconds(9));
        mortal = await ConnectMortalAsync(fixture, delay: 10, expiry: 100);
        await mortal.LeaveAsync();
        time.Advance(TimeSpan.FromSeconds(9));
        await watcher.PingAsync();
        var packet = await AdvanceUntilTakenAsync(time, watcher);
        Assert.Equal(("will", "dead", 2), (packet.Topic, packet.PayloadText(true), packet.Quality));
        Assert.Equal(Convert.ToHexString(UserProperty("u", "v")), packet.PublishProperties());
    }

    [Fact]
    public async Task A_will_is_said_at_the_latest_when_the_session_ends()
    {
        await using var fixture = await ServerFixture.StartAsync();
        var watcher = await fixture.ConnectAsync(5, "watcher");
        await watcher.SubscribeAsync(("#", 0));
        var mortal = await ConnectMortalAsync(fixture, delay: 10, expiry: 0);
        await mortal.LeaveAsync();
        Assert.Equal("will", (await watcher.TakeAsync()).Topic);
        mortal = await ConnectMortalAsync(fixture, delay: 1000, expiry: 1000);
        await mortal.LeaveAsync();
        var (_, isPresent) = await fixture.ResumeAsync(5, "mortal", isClean: true);
        Assert.False(isPresent);
        Assert.Equal("will", (await watcher.TakeAsync()).Topic);
    }

    [Fact]
    public async Task The_will_of_a_stored_session_is_said_after_a_restart_unless_its_client_is_back()
    {
        using var directory = new TemporaryDirectory();
        await using (var fixture = await ServerFixture.StartInAsync(directory))
        {
            var mortal = await ConnectMortalAsync(fixture, delay: 20, expiry: 1000);
            await mortal.LeaveAsync();
        }

        var time = new FakeTime();
        time.SetWallClock(DateTimeOffset.UtcNow);
        await using var again = await ServerFixture.StartInAsync(directory, time: time);
        var watcher = await again.ConnectAsync(5, "watcher", keepAlive: 60);
        await watcher.SubscribeAsync(("#", 0));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("dead", (await AdvanceUntilTakenAsync(time, watcher)).PayloadText(true));
    }

    // The loop that says wills looks once a second and then waits again: each look needs its second.
    private static async Task<WirePacket> AdvanceUntilTakenAsync(FakeTime time, TestClient watcher)
    {
        while (true)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await watcher.SendAsync(Ping());
            var packet = await watcher.ReceiveAsync();
            if (packet!.Type == PacketType.Publish)
            {
                await watcher.ExpectAsync(PacketType.Pingresp);
                return packet;
            }
        }
    }

    private static async Task<TestClient> ConnectMortalAsync(ServerFixture fixture, uint delay, uint expiry)
    {
        var client = fixture.Open(5);
        await client.SendAsync(Packet(
            0x10, Text("MQTT"), [5, 0x14], Int16(60), SessionExpiry(expiry), Text("mortal"),
            Properties(Join([0x18], Int32(delay)), UserProperty("u", "v")), Text("will"), Text("dead")));
        await client.ExpectAsync(PacketType.Connack);
        return client;
    }
}
