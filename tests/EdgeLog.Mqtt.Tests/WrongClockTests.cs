using EdgeLog.Records;
using EdgeLog.Testing;
using Xunit;

namespace EdgeLog.Mqtt.Tests;

public sealed class WrongClockTests
{
    [Fact]
    public async Task What_comes_while_the_clock_is_wrong_is_marked_and_delivered_under_the_time_it_came()
    {
        var time = new FakeTime();
        await using var fixture = await ServerFixture.StartByLogTimeAsync(time);
        var client = await fixture.ConnectAsync(4, "c");
        var truth = time.GetUtcNow();
        time.SetWallClock(truth.AddYears(-10));
        await client.StoreAsync("a", "1");
        time.Advance(TimeSpan.FromSeconds(3));
        await client.StoreAsync("a", "2");
        Assert.Equal([TimeTrust.Untrusted, TimeTrust.Untrusted], StoredTrust(fixture));
        var partition = fixture.Log.Topics.Find("mqtt")!.Partitions[0];
        Assert.Equal(truth.ToUnixTimeMilliseconds() + 3_000, partition.FindMaxTimestamp()!.Value.TimestampMs);
    }

    private static List<TimeTrust> StoredTrust(ServerFixture fixture)
    {
        var path = Directory.GetFiles(Path.Combine(fixture.Log.Path, "mqtt-0"), "*.log").Single();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var trusts = new List<TimeTrust>();
        foreach (var batch in new RecordBatchEnumerator(bytes))
        {
            trusts.Add(batch.Header.TimeTrust);
        }

        return trusts;
    }
}
