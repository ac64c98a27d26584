using System.Globalization;
using EdgeLog.Records;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Storage.Tests;

/// <summary>What Kafka makes of the same records, and what its tool says of our files.</summary>
public sealed class CompactionPeerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [PeerFact("kafka")]
    public async Task Kafkas_tool_reads_compacted_segments_and_finds_their_indexes_sane()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("segment.bytes", "65536"));
        var random = new Random(20261121);
        for (int producer = 1; producer <= 40; producer++)
        {
            (string?, string?)[] records = [.. Enumerable.Range(0, 30).Select(i => (
                (string?)$"key {random.Next(200)}",
                random.Next(5) == 0 ? null : new string('v', random.Next(400))))];
            bool isTransactional = producer % 3 == 0;
            await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(
                records, (CompressionCodec)(producer % 5), new RecordProducer(producer, 0, 0), isTransactional));
            if (isTransactional)
            {
                await log.Log.PutMarkerAsync(log.Partition, producer, (TransactionOutcome)(producer % 2));
            }
        }

        await log.RollAsync();
        await log.CompactAsync();
        await log.RollAsync("again");
        await log.CompactAsync();
        Assert.Contains(log.Partition.ReadHeaders(), header => header.HasDeleteHorizon);
        Assert.Contains(log.Partition.ReadHeaders(), header => header.RecordCount == 0);
        List<KeyedRecord> seen = log.Partition.ReadKeyed();
        await log.Log.DisposeAsync();

        string folder = Path.Combine(log.Fixture.Path, "t-0");
        ProgramResult dump = await KafkaDump.RunAsync(folder, "*.log", "--deep-iteration");
        int dumped = dump.Lines.Count(line => line.StartsWith("| offset: ", StringComparison.Ordinal)
            && !line.Contains("endTxnMarker", StringComparison.Ordinal));
        Assert.Equal(seen.Count, dumped);
        Assert.Contains("deleteHorizonMs: OptionalLong[", dump.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("isvalid: false", dump.Output, StringComparison.Ordinal);
        foreach (string option in (string[])["--verify-index-only", "--index-sanity-check"])
        {
            ProgramResult indexes = await KafkaDump.RunAsync(folder, "*index", option);
            foreach (string complaint in (string[])["mismatch", "out of order", "not found", "corrupt"])
            {
                Assert.DoesNotContain(complaint, indexes.Output + indexes.Errors, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [PeerFact("kafka", "kcat")]
    public async Task Of_the_same_records_the_same_survive_as_in_Kafka()
    {
        List<(string Key, string? Value)> input = MakeInput();
        List<string> ours = await CompactHereAsync(input);
        await using KafkaCluster kafka = await KafkaCluster.StartAsync(1, "log.cleaner.backoff.ms=100");
        (await KafkaCluster.ToolAsync(
            "kafka-topics.sh", "--bootstrap-server", kafka.BootstrapServers, "--create", "--topic", "t",
            "--config", "cleanup.policy=compact", "--config", "min.cleanable.dirty.ratio=0.001",
            "--config", "segment.ms=500", "--config", "max.compaction.lag.ms=500")).Succeeded();
        foreach ((string Key, string? Value)[] part in input.Chunk(400))
        {
            await ProduceAsync(kafka, part);
        }

        List<string> theirs = [];
        long started = TimeProvider.System.GetTimestamp();
        while (!theirs.SequenceEqual(ours) && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            theirs = await ConsumeAsync(kafka, input.Count);
        }

        Assert.Equal(ours, theirs);
        Assert.True(ours.Count < input.Count / 2, $"{ours.Count} of {input.Count} survived");
    }

    private static List<(string Key, string? Value)> MakeInput()
    {
        var random = new Random(7);
        var input = new List<(string, string?)>();
        for (int i = 0; i < 2_000; i++)
        {
            input.Add(($"key{random.Next(300)}", random.Next(6) == 0 ? null : $"v{i}"));
        }

        // Behind these everything is sealed: they are the whole of the active segment, and new keys.
        input.Add(("end", "1"));
        return input;
    }

    private static async Task<List<string>> CompactHereAsync(List<(string Key, string? Value)> input)
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("segment.bytes", "65536"));
        foreach ((string Key, string? Value)[] part in input.SkipLast(1).Chunk(50))
        {
            await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch([.. part.Select(r => ((string?)r.Key, r.Value))]));
        }

        log.Time.Advance(TimeSpan.FromSeconds(2));
        await log.PutAsync((input[^1].Key, input[^1].Value));
        await log.CompactAsync();
        return [.. log.Partition.ReadKeyed().Select(record =>
            string.Create(CultureInfo.InvariantCulture, $"{record.Offset} {record.Key} {record.Value}").TrimEnd())];
    }

    private static async Task ProduceAsync(KafkaCluster kafka, (string Key, string? Value)[] records)
    {
        string lines = string.Join('\n', records.Select(record => $"{record.Key}:{record.Value}")) + "\n";
        (await RunningProgram.RunAsync(
            lines, "kcat", "-P", "-b", kafka.BootstrapServers, "-t", "t", "-p", "0", "-K", ":", "-Z",
            "-X", "batch.num.messages=40")).Succeeded();
    }

    private static async Task<List<string>> ConsumeAsync(KafkaCluster kafka, int behind)
    {
        // Each look makes the broker roll, as our own end record did; what it appends is left out.
        await ProduceAsync(kafka, [("tick", "1")]);
        ProgramResult read = await RunningProgram.RunAsync(
            "", "kcat", "-C", "-b", kafka.BootstrapServers, "-t", "t", "-p", "0", "-o", "beginning", "-e", "-q",
            "-f", "%o %k %s\n");
        return [.. read.Succeeded().Lines
            .Select(line => line.TrimEnd())
            .Where(line => long.Parse(line[..line.IndexOf(' ')], CultureInfo.InvariantCulture) < behind)];
    }
}
