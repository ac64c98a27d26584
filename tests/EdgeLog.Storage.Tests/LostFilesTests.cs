using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>The small files that say how the last life ended are lost or damaged, with the journal full.</summary>
public sealed class LostFilesTests
{
    [Theory]
    [InlineData("state", null, "missing")]
    [InlineData("state", null, "damaged")]
    [InlineData("checkpoint", null, "missing")]
    [InlineData("checkpoint", null, "damaged")]
    [InlineData("state", "checkpoint", "missing")]
    [InlineData("state", "checkpoint", "damaged")]
    public async Task Nothing_acknowledged_is_lost_with_them(string first, string? second, string how)
    {
        var disk = new FaultyDisk();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a", "b");
        await partition.AppendAsync("c");
        LeaderEpoch before = partition.LeaderEpoch;
        disk.StopPower();
        await fixture.Log.DisposeAsync();
        disk.CutPower(fixture.Path, new DropAll());
        foreach (string? name in (string?[])[first, second])
        {
            Lose(fixture, name, how);
        }

        await fixture.OpenLogAsync();
        Assert.False(fixture.Log.Recovery.WasClean);
        Assert.Contains(fixture.Log.Recovery.Findings, finding => finding.Contains($"The {first} file is missing"));
        partition = fixture.Partition("t");
        Assert.Equal(["a", "b", "c"], partition.ReadValues());
        Assert.True(partition.LeaderEpoch > before);
        Assert.Equal(new Offset(3), (await partition.AppendAsync("d")).BaseOffset);
        await fixture.ReopenAsync();
        Assert.Equal(["a", "b", "c", "d"], fixture.Partition("t").ReadValues());
    }

    [Fact]
    public async Task A_clean_marker_without_state_and_checkpoint_is_no_evidence_and_epochs_only_rise()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t");
        for (int life = 0; life < 3; life++)
        {
            await fixture.Partition("t").AppendAsync($"{life}");
            LeaderEpoch before = fixture.Partition("t").LeaderEpoch;
            long journal = LogState.Read(fixture.Path)!.JournalEpoch;
            await fixture.Log.DisposeAsync();
            File.Delete(Path.Combine(fixture.Path, "state"));
            File.Delete(Path.Combine(fixture.Path, "checkpoint"));
            await fixture.OpenLogAsync();
            Assert.False(fixture.Log.Recovery.WasClean);
            Assert.True(fixture.Partition("t").LeaderEpoch > before);
            Assert.True(LogState.Read(fixture.Path)!.JournalEpoch > journal);
        }

        Assert.Equal(["0", "1", "2"], fixture.Partition("t").ReadValues());
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("unclean")]
    public async Task A_topic_whose_only_file_is_missing_starts_empty_and_takes_records_again(string stop)
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t");
        await fixture.Log.DisposeAsync();
        Directory.GetFiles(Path.Combine(fixture.Path, "t-0"), "*.log").ToList().ForEach(File.Delete);
        if (stop == "unclean")
        {
            File.Delete(Path.Combine(fixture.Path, "clean-shutdown"));
        }

        await fixture.OpenLogAsync();
        Assert.Equal(AppendError.None, (await fixture.Partition("t").AppendAsync("a")).Error);
        await fixture.ReopenAsync();
        Assert.Equal(["a"], fixture.Partition("t").ReadValues());
    }

    [Fact]
    public async Task A_folder_in_the_place_of_any_file_hinders_no_start()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t");
        await fixture.Log.DisposeAsync();
        string[] files = Directory.GetFiles(fixture.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => Path.GetFileName(file) == "ballast");
        foreach (string file in files)
        {
            File.Delete(file);
            Directory.CreateDirectory(Path.Combine(file, "in the way"));
            await fixture.OpenLogAsync();
            Assert.Equal(AppendError.None, (await fixture.Partition("t").AppendAsync("a")).Error);
            await fixture.Log.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_file_with_a_partitions_name_is_renamed_once()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.Log.DisposeAsync();
        File.WriteAllText(Path.Combine(fixture.Path, "backup-20261120"), "not ours");
        await fixture.OpenLogAsync();
        string aside = Assert.Single(Directory.GetFiles(fixture.Path, "backup*"));

        await fixture.ReopenAsync();
        Assert.Equal(aside, Assert.Single(Directory.GetFiles(fixture.Path, "backup*")));
        Assert.Empty(fixture.Log.Recovery.Findings);
    }

    [Fact]
    public async Task A_topic_that_the_catalog_has_lost_keeps_its_records_whatever_the_defaults_are()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t");
        await fixture.Partition("t").AppendAsync("a");
        await fixture.Log.DisposeAsync();
        Directory.Delete(Path.Combine(fixture.Path, $"{CatalogLog.TopicName}-0"), recursive: true);
        fixture.Options = fixture.Options with
        {
            TopicDefaults = TopicConfig.Create(
                TopicConfig.Default, new Dictionary<string, string> { ["retention.ms"] = "1000" }),
        };

        await fixture.OpenLogAsync();
        Assert.Contains(fixture.Log.Recovery.Findings, finding => finding.Contains("Its settings are lost"));
        Assert.Null(fixture.Log.Topics.Find("t")!.Config.Retention);
        Assert.Equal(["a"], fixture.Partition("t").ReadValues());
    }

    [Fact]
    public async Task Damage_that_went_with_a_cut_is_not_held_against_what_comes_in_its_place()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.CreateTopicAsync("t");
        await fixture.Partition("t").AppendAsync("a");
        long end = fixture.Partition("t").Snapshot.Active.WrittenPosition;
        await fixture.Log.DisposeAsync();
        string folder = Path.Combine(fixture.Path, "t-0");
        QuarantineFile.Write(
            new DiskFileSystem(), folder, [new QuarantinedRange(0, end + 10, end + 500, 2, 4)]);
        File.Delete(Path.Combine(fixture.Path, "clean-shutdown"));
        await fixture.OpenLogAsync();
        Assert.Empty(QuarantineFile.Read(folder));
        string[] more = [.. Enumerable.Range(0, 20).Select(i => $"{i} {new string('x', 100)}")];
        foreach (string value in more)
        {
            await fixture.Partition("t").AppendAsync(value);
        }

        Assert.Equal(["a", .. more], fixture.Partition("t").ReadValues());
        Assert.Empty(fixture.Partition("t").Snapshot.Quarantined);
    }

    [Fact]
    public async Task A_new_directory_has_nothing_to_report()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Assert.True(fixture.Log.Recovery.WasClean);
        Assert.Empty(fixture.Log.Recovery.Findings);
    }

    private static void Lose(LogFixture fixture, string? name, string how)
    {
        if (name is null)
        {
            return;
        }

        string path = Path.Combine(fixture.Path, name);
        if (how == "missing")
        {
            File.Delete(path);
        }
        else
        {
            byte[] bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 2] ^= 4;
            File.WriteAllBytes(path, bytes);
        }
    }
}
