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
