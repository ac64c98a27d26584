using EdgeLog.Records;
using EdgeLog.Testing.Peers;

namespace EdgeLog.Storage.Tests;

public sealed class IndexTests
{
    [Theory]
    [InlineData("missing")]
    [InlineData("short")]
    [InlineData("garbage")]
    public async Task A_bad_index_is_rebuilt_from_the_segment(string damage)
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        for (int i = 0; i < 200; i++)
        {
            await topic.Partitions[0].AppendAsync($"{i} " + new string('x', 1000));
        }

        await fixture.Log.DisposeAsync();
        foreach (string index in Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*index"))
        {
            byte[] good = File.ReadAllBytes(index);
            Damage(index, damage);
            Assert.True(!File.Exists(index) || !good.SequenceEqual(File.ReadAllBytes(index)));
        }

        await fixture.OpenLogAsync();
        Partition partition = fixture.Partition("t");
        for (int i = 0; i < 200; i += 7)
        {
            Assert.StartsWith($"{i} ", partition.ReadValues(i)[0]);
        }
    }

    [Fact]
    public async Task Indexes_that_a_power_cut_took_are_made_anew()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"))).Partitions[0];
        for (int i = 0; i < 200; i++)
        {
            await partition.AppendAsync($"{i} " + new string('x', 1000));
        }

        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        string[] taken = Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*index");
        Assert.Contains(taken, path => new FileInfo(path).Length == 0);
        await fixture.OpenLogAsync();
        for (int i = 0; i < 200; i += 7)
        {
            Assert.StartsWith($"{i} ", fixture.Partition("t").ReadValues(i)[0]);
        }
    }

    [Fact]
    public async Task An_index_that_was_written_before_the_latest_records_came_is_not_believed()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        await fixture.CreateTopicAsync("t");
        const long start = 1_750_000_000_000;
        await AppendAtAsync(fixture.Partition("t"), start);
        await fixture.ReopenAsync();
        await AppendAtAsync(fixture.Partition("t"), start + 1000);
        for (int kill = 0; kill < 2; kill++)
        {
            disk.StopPower();
            await fixture.Log.DisposeAsync();
            disk.Resume();
            await fixture.OpenLogAsync();
            Partition partition = fixture.Partition("t");
            var latest = new TimestampedOffset(new Offset(1), start + 1000);
            Assert.Equal(latest, partition.FindByTimestamp(start + 1));
            Assert.Equal(latest, partition.FindMaxTimestamp());
        }
    }

    [Fact]
    public async Task An_index_that_is_made_anew_also_has_what_lies_behind_damage()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t");
        const long start = 1_750_000_000_000;
        for (int i = 0; i < 3; i++)
        {
            await AppendAtAsync(fixture.Partition("t"), start + i);
        }

        await fixture.Log.DisposeAsync();
        string segment = Path.Combine(fixture.Path, "t-0", "00000000000000000000.log");
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(segment, bytes);
        File.Delete(Path.Combine(fixture.Path, "checkpoint"));
        Directory.Delete(Path.Combine(fixture.Path, "journal"), recursive: true);
        await fixture.OpenLogAsync();
        Assert.Single(fixture.Partition("t").Snapshot.Quarantined);
        await fixture.Log.DisposeAsync();
        foreach (string index in Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*index"))
        {
            File.Delete(index);
        }

        await fixture.OpenLogAsync();
        var latest = new TimestampedOffset(new Offset(2), start + 2);
        Assert.Equal(latest, fixture.Partition("t").FindByTimestamp(start + 1));
        Assert.Equal(latest, fixture.Partition("t").FindMaxTimestamp());
    }

    [Fact]
    public async Task Offsets_are_found_by_time()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        Partition partition = topic.Partitions[0];
        const long start = 1_750_000_000_000;
        for (int i = 0; i < 150; i++)
        {
            using RecordRun run = Appends.MakeRun([$"{i} " + new string('x', 1000), "second"], start + (i * 1000));
            var request = new AwaitedAppend { Run = run };
            await partition.AppendAsync(request, CancellationToken.None);
            Assert.Equal(AppendError.None, (await request.Completion).Error);
        }

        await fixture.ReopenAsync();
        partition = fixture.Partition("t");
        Assert.Equal(new TimestampedOffset(new Offset(0), start), partition.FindByTimestamp(0));
        Assert.Equal(new TimestampedOffset(new Offset(81), start + 40_001), partition.FindByTimestamp(start + 40_001));
        Assert.Equal(new TimestampedOffset(new Offset(82), start + 41_000), partition.FindByTimestamp(start + 40_002));
        Assert.Equal(new TimestampedOffset(new Offset(299), start + 149_001), partition.FindMaxTimestamp());
        Assert.Null(partition.FindByTimestamp(start + 149_002));
    }

    [PeerFact("kafka")]
    public async Task Kafkas_own_tool_reads_every_record_and_finds_every_index_sane()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"));
        for (int i = 0; i < 150; i++)
        {
            await topic.Partitions[0].AppendAsync($"{i} " + new string('x', 1000));
        }

        await fixture.Log.DisposeAsync();
        string folder = Path.Combine(fixture.Path, "t-0");
        ProgramResult records = await KafkaDump.RunAsync(folder, "*.log", "--deep-iteration");
        Assert.Equal(150, records.Output.Split('\n').Count(line => line.Contains("| offset:")));
        ProgramResult indexes = await KafkaDump.RunAsync(folder, "*index", "--verify-index-only");
        Assert.DoesNotContain("Mismatches", indexes.Output);
        Assert.DoesNotContain("out of order", indexes.Output);
        Assert.DoesNotContain("not found", indexes.Output);
        await fixture.OpenLogAsync();
    }

    private static async Task AppendAtAsync(Partition partition, long timestampMs)
    {
        using RecordRun run = Appends.MakeRun(["value"], timestampMs);
        var request = new AwaitedAppend { Run = run };
        await partition.AppendAsync(request, CancellationToken.None);
        Assert.Equal(AppendError.None, (await request.Completion.WaitAsync(TimeSpan.FromSeconds(30))).Error);
    }

    private static void Damage(string index, string damage)
    {
        switch (damage)
        {
            case "missing":
                File.Delete(index);
                break;
            case "short":
                File.WriteAllBytes(index, File.ReadAllBytes(index)[..^12]);
                break;
            default:
                File.WriteAllBytes(index, [.. Enumerable.Repeat((byte)0x5A, 24)]);
                break;
        }
    }
}
