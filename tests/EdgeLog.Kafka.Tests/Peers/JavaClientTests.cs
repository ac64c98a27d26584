using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Kafka.Tests.Peers;

/// <summary>
/// Apache Kafka's own Java client: a producer at its defaults, a consumer that assigns its partitions.
/// </summary>
public sealed class JavaClientTests
{
    [PeerFact("kafka", "javac")]
    public async Task A_default_producer_and_an_assigning_consumer_work_with_every_codec()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var classes = new TemporaryDirectory();
        var libraries = Path.Combine(Peer.KafkaHome!, "libs", "*");
        var source = Path.Combine(
            Peer.RepositoryRoot, "tests", "EdgeLog.Kafka.Tests", "Peers", "RoundTrip.java");
        (await RunningProgram.RunAsync("", Peer.OnPath("javac")!, "-cp", libraries, "-d", classes.Path, source))
            .Succeeded();
        var result = (await RunningProgram.RunAsync(
            "", Peer.OnPath("java")!, "-cp", $"{libraries}:{classes.Path}", "RoundTrip", gateway.Address)).Succeeded();
        Assert.Equal(
            [
                "none acknowledged 5000 consumed 5000",
                "gzip acknowledged 5000 consumed 5000",
                "snappy acknowledged 5000 consumed 5000",
                "lz4 acknowledged 5000 consumed 5000",
                "zstd acknowledged 5000 consumed 5000",
                "by time 1234",
                "ends 0 5000",
                "seek 4000",
                "transactions refused KafkaException",
                "made 2 true",
                "nodes 1",
                "max timestamp 4999",
            ],
            result.Lines.Where(line => !line.Contains("WARN") && !line.Contains("SLF4J")));
    }
}
