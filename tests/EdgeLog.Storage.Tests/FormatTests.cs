using System.Text;
using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class FormatTests
{
    [Fact]
    public async Task A_newer_format_is_refused_with_a_sentence_that_says_what_to_do()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await fixture.Log.DisposeAsync();
        File.WriteAllBytes(
            Path.Combine(fixture.Path, DirectoryIdentity.FileName),
            ChecksummedText.Seal(new StringBuilder("version: 9\nsomething: new\n")));
        StorageException exception = await Assert.ThrowsAsync<StorageException>(fixture.OpenLogAsync);
        Assert.Contains("format 9", exception.Message);
        Assert.Contains("Install the newer version", exception.Message);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_version_is_not_another_version()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Guid id = fixture.Log.Id;
        await fixture.Log.DisposeAsync();
        string path = Path.Combine(fixture.Path, DirectoryIdentity.FileName);
        File.WriteAllText(path, File.ReadAllText(path).Replace("version: 2", "version: 6"));
        await fixture.OpenLogAsync();
        Assert.Equal(id, fixture.Log.Id);
        Assert.Contains(fixture.Log.Recovery.Findings, finding => finding.Contains("edgelog.format was missing or"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_directory_of_format_1_is_brought_to_this_one(bool isClean)
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = (await fixture.CreateTopicAsync("t")).Partitions[0];
        await partition.AppendAsync("a", "b");
        Guid id = fixture.Log.Id;
        await fixture.Log.DisposeAsync();
        TakeBack(fixture.Path, isClean);

        await fixture.OpenLogAsync();
        Assert.Equal(id, fixture.Log.Id);
        Assert.Equal(isClean, fixture.Log.Recovery.WasClean);
        Assert.Empty(fixture.Log.Recovery.Findings);
        Assert.Equal(["a", "b"], fixture.Partition("t").ReadValues());
        Assert.Equal(new Offset(2), (await fixture.Partition("t").AppendAsync("c")).BaseOffset);
        Assert.StartsWith("version: 2\n", File.ReadAllText(Path.Combine(fixture.Path, "edgelog.format")));
        Assert.Equal(id, LogState.Read(fixture.Path)!.DirectoryId);
        await fixture.ReopenAsync();
        Assert.True(fixture.Log.Recovery.WasClean);
    }

    /// <summary>Writes the files that have changed since as the program of format 1 wrote them.</summary>
    private static void TakeBack(string directory, bool isClean)
    {
        string format = Path.Combine(directory, "edgelog.format");
        File.WriteAllLines(format, ["version: 1", File.ReadAllLines(format)[1]]);
        Reseal(Path.Combine(directory, "state"), lines => ["edgelog-state 1", .. lines[1..3]]);
        Reseal(
            Path.Combine(directory, "checkpoint"),
            lines => ["edgelog-checkpoint 1", lines[1], .. lines[2..].Select(
                line => string.Join(' ', line.Split(' ')[..7]))]);
        string marker = Path.Combine(directory, "clean-shutdown");
        File.Delete(marker);
        if (isClean)
        {
            File.WriteAllText(marker, "clean\n");
        }
    }

    private static void Reseal(string path, Func<string[], IEnumerable<string>> change)
    {
        var text = new StringBuilder();
        foreach (string line in change(ChecksummedText.Read(path)!))
        {
            text.Append(line).Append('\n');
        }

        File.WriteAllBytes(path, ChecksummedText.Seal(text));
    }
}
