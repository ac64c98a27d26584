using System.Text;
using System.Text.Json;
using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class JournalTests
{
    private static readonly LogLimits SmallRing = LogLimits.Default with { JournalFileBytes = 32 * 1024 };

    [Fact]
    public async Task Entries_of_an_earlier_lap_do_not_count()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => (f.Files, f.Limits) = (disk, SmallRing));
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        for (int i = 0; i < 100; i++)
        {
            await partition.AppendAsync($"{i}");
        }

        disk.StopPower();
        await fixture.Log.DisposeAsync();
        LogContext context = fixture.MakeContext();
        CheckpointFile checkpoint = CheckpointFile.Read(fixture.Path)!;
        int all = JournalReader.Read(context, checkpoint.JournalEpoch, 0).EntryCount;
        JournalReader counted = JournalReader.Read(context, checkpoint.JournalEpoch, checkpoint.JournalSequence);
        Assert.True(counted.EntryCount < all);
        Assert.Null(counted.FirstMissing);

        disk.CutPower(fixture.Path, new DropAll());
        await fixture.OpenLogAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), fixture.Partition("t").ReadValues());
        Assert.True(fixture.Log.Recovery.JournalBatches > 0);
    }

    [Fact]
    public async Task Groups_that_take_a_file_each_never_find_the_ring_full_for_good()
    {
        LogLimits fileForEach = LogLimits.Default with
        {
            JournalFileBytes = 16 * 1024,
            GroupBytes = 10 * 1024,
            InboxBytes = 20 * 1024,
            BypassBytes = int.MaxValue,
        };
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Limits = fileForEach);
        var partitions = new List<Partition>();
        for (int i = 0; i < 8; i++)
        {
            partitions.Add((await fixture.CreateTopicAsync($"t{i}")).Partitions[0]);
        }

        string value = new('x', 2_500);
        Task<AppendResult>[] appends =
            [.. Enumerable.Range(0, 400).Select(i => partitions[i % 8].AppendAsync(value))];
        AppendResult[] results = await Task.WhenAll(appends).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.All(results, result => Assert.Equal(AppendError.None, result.Error));
    }

    [Fact]
    public async Task A_torn_group_is_absent_as_a_whole()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition first = (await fixture.CreateTopicAsync("first")).Partitions[0];
        Partition second = (await fixture.CreateTopicAsync("second")).Partitions[0];
        await first.AppendAsync("stays");
        using RecordRun run = Appends.MakeRun(["torn"]);
        AwaitedAppend[] together = [new() { Partition = first, Run = run }, new() { Partition = second, Run = run }];
        await fixture.Log.AppendTogetherAsync(together, CancellationToken.None);
        Assert.Equal(AppendError.None, (await together[1].Completion).Error);
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        FlipLastEntry(fixture.Path);

        await fixture.OpenLogAsync();
        Assert.Equal(["stays"], fixture.Partition("first").ReadValues());
        Assert.Empty(fixture.Partition("second").ReadValues());
    }

    [Fact]
    public async Task Entries_of_a_deleted_topic_are_not_applied_to_its_namesake()
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition old = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await old.AppendAsync("old", "older");
        await fixture.Log.Topics.DeleteAsync("t", CancellationToken.None);
        await (await fixture.CreateTopicAsync("t")).Partitions[0].AppendAsync("new");
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        await fixture.OpenLogAsync();
        Assert.Equal(["new"], fixture.Partition("t").ReadValues());
    }

    [Fact]
    public async Task Damage_with_good_data_behind_it_is_kept_apart_reported_and_skipped()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        for (int i = 0; i < 20; i++)
        {
            await partition.AppendAsync($"{i}");
        }

        await fixture.Log.DisposeAsync();
        string segment = Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*.log")[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[(bytes.Length / 20 * 7) + 65] ^= 1;
        File.WriteAllBytes(segment, bytes);
        File.Delete(Path.Combine(fixture.Path, "checkpoint"));
        Directory.Delete(Path.Combine(fixture.Path, "journal"), recursive: true);
        await fixture.OpenLogAsync();

        List<string> values = fixture.Partition("t").ReadValues();
        Assert.Equal(19, values.Count);
        Assert.Equal("19", values[^1]);
        Assert.Contains(fixture.Log.Recovery.Findings, finding => finding.Contains("t-0: offsets 7 to 7"));
        await fixture.ReopenAsync();
        Assert.Equal(values, fixture.Partition("t").ReadValues());
    }

    [Fact]
    public async Task Rot_behind_the_recovery_point_is_never_served()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a");
        await fixture.Log.DisposeAsync();
        string segment = Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*.log")[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[^2] ^= 1;
        File.WriteAllBytes(segment, bytes);
        await fixture.OpenLogAsync();
        ReadResult read = fixture.Partition("t").Read(Offset.Zero, new byte[1000]);
        Assert.Equal(new ReadResult(ReadError.None, 0, new Offset(1), 0), read);
        Assert.Equal(new Offset(1), (await fixture.Partition("t").AppendAsync("b")).BaseOffset);
        Assert.Equal([(1, "b")], fixture.Partition("t").ReadAll());
    }

    [Fact]
    public async Task A_journal_entry_is_these_bytes()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition catalog = fixture.Log.CatalogPartition;
        var block = new GroupBlock
        {
            Partition = catalog,
            Segment = catalog.Snapshot.Active,
            Position = 0,
            BaseOffset = 5,
            NextOffset = 8,
            Route = BlockRoute.Journal,
            Start = 72,
            Length = 4,
            RecordCount = 3,
        };
        var buffer = new GroupBuffer();
        JournalEntry.Begin(buffer);
        int start = JournalEntry.BeginBlock(buffer);
        new byte[] { 1, 2, 3, 4 }.CopyTo(buffer.Take(4));
        JournalEntry.EndBlock(buffer, start, block);
        JournalEntry.AddNote(buffer, block with { BaseOffset = 8, NextOffset = 9, Route = BlockRoute.Bypass });
        JournalEntry.End(buffer, 2, journalEpoch: 7, groupSequence: 9);

        Assert.Equal(
            "454C4A31" + "6801CD16" + "00000074" + "00000002" + "0000000000000007" + "0000000000000009"
            + "ED6E106CA7A14F608C00000000000001" + "00000000" + "00000004" + "0000000000000005" + "0000000000000008"
            + "01020304"
            + "ED6E106CA7A14F608C00000000000001" + "00000000" + "00000000" + "0000000000000008" + "0000000000000009",
            Convert.ToHexString(buffer.Written));
    }

    [Fact]
    public void A_catalog_record_is_this_text()
    {
        var record = new TopicRecord
        {
            Id = "AAAAAAAAAAAAAAAAAAAAAQ",
            Partitions = 3,
            Config = new() { ["retention.ms"] = "1000" },
        };
        Assert.Equal(
            """{"id":"AAAAAAAAAAAAAAAAAAAAAQ","partitions":3,"auto":false,"config":{"retention.ms":"1000"}}""",
            Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(record, CatalogJson.Default.TopicRecord)));
    }

    /// <summary>Changes a byte of the entry that was written last.</summary>
    private static void FlipLastEntry(string directory)
    {
        string path = JournalFiles.PathOf(directory, 0);
        byte[] bytes = File.ReadAllBytes(path);
        int last = 0;
        long epoch = LogState.Read(directory)!.JournalEpoch;
        while (JournalEntry.IsOf(bytes.AsSpan(last), epoch))
        {
            last += JournalFiles.Align(JournalEntry.LengthOf(bytes.AsSpan(last)));
        }

        bytes[last - JournalFiles.Alignment + 100] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
