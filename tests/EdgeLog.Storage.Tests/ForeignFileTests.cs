namespace EdgeLog.Storage.Tests;

/// <summary>
/// Whole files of one partition stand in the place of another's, with the same offsets and epochs: what is in them is
/// not served as the other's, and is declared.
/// </summary>
public sealed class ForeignFileTests
{
    private const string First = "00000000000000000000.log";

    [Theory]
    [InlineData("stopped")]
    [InlineData("killed")]
    [InlineData("without checkpoint")]
    public async Task Segments_that_were_swapped_are_not_served(string how)
    {
        await using LogFixture fixture = await FillAsync();
        // Without a checkpoint the journal is looked at from its beginning, and still has all of it.
        bool isInJournal = how == "without checkpoint";
        long from = isInJournal ? 0 : fixture.Partition("a").Snapshot.Sealed[0].NextOffset;
        string[] mine = [.. fixture.Partition("a").ReadValues(from)];
        await fixture.Log.DisposeAsync();
        Swap(fixture, First);
        Arrange(fixture, how);
        await fixture.OpenLogAsync();
        foreach (string topic in (string[])["a", "b"])
        {
            Partition partition = fixture.Partition(topic);
            Assert.Empty(ForeignIn(partition));
            Assert.Equal(AppendError.None, (await partition.AppendAsync($"{topic} afterwards")).Error);
        }

        Partition a = fixture.Partition("a");
        Assert.Equal(mine, a.ReadValues(a.LogStartOffset.Value).SkipLast(1));
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(a.Topic, CancellationToken.None);
        Assert.Equal((0, !isInJournal), (account.Unexplained, account.Lost > 0));
        await fixture.ReopenAsync();
        a = fixture.Partition("a");
        Assert.Equal([.. mine, "a afterwards"], a.ReadValues(a.LogStartOffset.Value));
    }

    [Fact]
    public async Task A_scrub_finds_them()
    {
        await using LogFixture fixture = await FillAsync();
        await fixture.Log.DisposeAsync();
        Swap(fixture, First);
        await fixture.OpenLogAsync();
        fixture.Log.Scrubber.RunOnce(new Random(1), CancellationToken.None);
        Assert.Equal(2, fixture.Log.Scrubber.Status.DamagedRanges);
    }

    [Theory]
    [InlineData("partition.metadata")]
    [InlineData("leader-epoch-checkpoint")]
    [InlineData("fingerprints")]
    public async Task Small_files_that_were_swapped_cost_nothing(string name)
    {
        await using LogFixture fixture = await FillAsync();
        string[] a = [.. fixture.Partition("a").ReadValues()];
        string[] b = [.. fixture.Partition("b").ReadValues()];
        await fixture.Log.DisposeAsync();
        Swap(fixture, name);
        await fixture.OpenLogAsync();
        Assert.Equal(a, fixture.Partition("a").ReadValues());
        Assert.Equal(b, fixture.Partition("b").ReadValues());
        Assert.Equal(fixture.Partition("a").HighWatermark, (await fixture.Partition("a").AppendAsync("a")).BaseOffset);
    }

    [Fact]
    public async Task A_segment_is_known_again_when_half_of_it_is_lost()
    {
        await using LogFixture fixture = await FillAsync();
        List<string> before = fixture.Partition("a").ReadValues();
        string path = fixture.Partition("a").Snapshot.Sealed[0].LogPath;
        await fixture.Log.DisposeAsync();
        byte[] bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(0, bytes.Length / 3).Clear();
        await File.WriteAllBytesAsync(path, bytes[..^(bytes.Length / 3)]);
        await fixture.OpenLogAsync();
        List<string> after = fixture.Partition("a").ReadValues(fixture.Partition("a").LogStartOffset.Value);
        Assert.All(after, value => Assert.Contains(value, before));
        Assert.InRange(after.Count, before.Count / 3, before.Count - 1);
    }

    [Fact]
    public async Task A_segment_that_begins_alike_is_another_all_the_same()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await FillTopicsAsync(fixture, "the same");
        await fixture.Log.DisposeAsync();
        Swap(fixture, First);
        await fixture.OpenLogAsync();
        Assert.Empty(ForeignIn(fixture.Partition("a")));
    }

    private static async Task<LogFixture> FillAsync()
    {
        LogFixture fixture = await LogFixture.OpenAsync();
        await FillTopicsAsync(fixture, null);
        return fixture;
    }

    /// <summary>Two topics with the same offsets in their segments, of which there are two or more.</summary>
    private static async Task FillTopicsAsync(LogFixture fixture, string? first)
    {
        foreach (string topic in (string[])["a", "b"])
        {
            Partition partition = (await fixture.CreateTopicAsync(topic, ("segment.bytes", "65536"))).Partitions[0];
            for (int i = 0; i < 90; i++)
            {
                string value = i == 0 && first is not null ? first : $"{topic} {i} {new string('x', 1_000)}";
                Assert.Equal(AppendError.None, (await partition.AppendAsync(value)).Error);
            }

            Assert.NotEmpty(partition.Snapshot.Sealed);
        }
    }

    private static void Arrange(LogFixture fixture, string how)
    {
        if (how != "stopped")
        {
            File.Delete(Path.Combine(fixture.Path, "clean-shutdown"));
        }

        if (how == "without checkpoint")
        {
            File.Delete(Path.Combine(fixture.Path, "checkpoint"));
        }
    }

    private static void Swap(LogFixture fixture, string name)
    {
        string one = Path.Combine(fixture.Path, "a-0", name);
        string other = Path.Combine(fixture.Path, "b-0", name);
        File.Move(one, one + ".moving");
        File.Move(other, one);
        File.Move(one + ".moving", other);
    }

    private static IEnumerable<string> ForeignIn(Partition partition) => partition
        .ReadValues(partition.LogStartOffset.Value)
        .Where(value => !value.StartsWith(partition.Id.Topic, StringComparison.Ordinal));
}
