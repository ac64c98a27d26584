using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Kafka.Tests.Peers;

/// <summary>librdkafka, through kcat.</summary>
public sealed class KcatTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [PeerTheory("kcat")]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task What_kcat_produces_with_a_codec_it_consumes(string codec)
    {
        var lines = Enumerable.Range(0, 2_000).Select(i => $"{{\"value\":{i},\"unit\":\"celsius\"}}").ToArray();
        (await KcatAsync(string.Join('\n', lines), "-P", "-t", "t", "-p", "0", "-z", codec)).Succeeded();
        var read = (await KcatAsync("", "-C", "-t", "t", "-p", "0", "-o", "beginning", "-e", "-q")).Succeeded();
        Assert.Equal(lines, read.Lines);
    }

    [PeerTheory("kcat")]
    [InlineData("all")]
    [InlineData("1")]
    [InlineData("0")]
    public async Task Keys_and_headers_survive_with_every_kind_of_acknowledgement(string acks)
    {
        (await KcatAsync(
            "k1:v1\nk2:v2\n", "-P", "-t", "t", "-p", "1", "-K", ":", "-H", "unit=bar", "-X", $"acks={acks}"))
            .Succeeded();
        var read = (await KcatAsync(
            "", "-C", "-t", "t", "-p", "1", "-c", "2", "-q", "-f", "%o %k %s %h\n", "-o", "beginning")).Succeeded();
        Assert.Equal(["0 k1 v1 unit=bar", "1 k2 v2 unit=bar"], read.Lines);
    }

    [PeerFact("kcat")]
    public async Task An_idempotent_producer_works()
    {
        var lines = Enumerable.Range(0, 5_000).Select(i => $"{i}").ToArray();
        (await KcatAsync(
            string.Join('\n', lines), "-P", "-t", "t", "-p", "0", "-X", "enable.idempotence=true",
            "-X", "batch.num.messages=100")).Succeeded();
        var read = (await KcatAsync("", "-C", "-t", "t", "-p", "0", "-o", "beginning", "-e", "-q")).Succeeded();
        Assert.Equal(lines, read.Lines);
    }

    [PeerFact("kcat")]
    public async Task Topics_are_listed()
    {
        await _gateway.CreateTopicAsync("plant", 2);
        var listed = (await KcatAsync("", "-L")).Succeeded();
        Assert.Contains($"broker 1 at {_gateway.Address}", listed.Output);
        Assert.Contains("topic \"plant\" with 2 partitions:", listed.Output);
    }

    [PeerFact("kcat")]
    public async Task Offsets_are_found_by_time()
    {
        await _gateway.CreateTopicAsync("t", 1);
        using var client = await _gateway.ConnectAsync();
        await client.ProduceAsync("t", "a", "b", "c");
        var found = (await KcatAsync(
            "", "-Q", "-t", $"t:0:{Batches.TimestampMs + 500}", "-t", "t:0:-1", "-t", "t:0:-2")).Succeeded();
        Assert.Contains("t [0] offset", found.Output);
        var byTime = (await KcatAsync("", "-Q", "-t", $"t:0:{Batches.TimestampMs + 500}")).Succeeded();
        Assert.Equal("t [0] offset 1", byTime.Lines.Single());
        Assert.Equal("t [0] offset 3", (await KcatAsync("", "-Q", "-t", "t:0:-1")).Succeeded().Lines.Single());
    }

    [PeerFact("kcat")]
    public async Task A_following_consumer_gets_what_comes_later()
    {
        await _gateway.CreateTopicAsync("t", 1);
        await using var follower = RunningProgram.Start(
            Peer.OnPath("kcat")!, "-b", _gateway.Address, "-C", "-t", "t", "-p", "0", "-o", "end", "-u", "-q");
        using var client = await _gateway.ConnectAsync();

        // It starts at the end, whenever that is: so more comes until it says that it follows.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var seen = follower.WaitForLineAsync("now");
        while (!seen.IsCompleted && !deadline.IsCancellationRequested)
        {
            await client.ProduceAsync("t", "now");
        }

        Assert.Equal("now", await seen);
    }

    private Task<ProgramResult> KcatAsync(string input, params string[] arguments) =>
        RunningProgram.RunAsync(input, Peer.OnPath("kcat")!, ["-b", _gateway.Address, .. arguments]);
}
