using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>
/// Reads that the disk fails: what is rotten is left out, what the disk may give back another time is an error to who
/// reads it, and nobody else notices.
/// </summary>
public sealed class UnreadableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_bad_block_costs_the_batches_in_it(int segment)
    {
        var disk = new UnreadableDisk();
        await using LogFixture fixture = await FillAsync(disk);
        Partition partition = fixture.Partition("t");
        List<string> before = partition.ReadValues();
        disk.Spoil(PathOf(partition, segment), 20_000);
        List<string> after = partition.ReadValues();
        Assert.All(after, value => Assert.Contains(value, before));
        Assert.InRange(after.Count, before.Count - 12, before.Count - 1);
        Assert.Equal(before[^1], after[^1]);
        Assert.Equal(before[0], partition.ReadValues()[0]);
        Assert.Equal(AppendError.None, (await partition.AppendAsync("goes on")).Error);
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(partition.Topic, CancellationToken.None);
        Assert.Equal((before.Count - after.Count, 0L), ((int)account.Lost, account.Unexplained));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_segment_of_which_nothing_can_be_read_is_an_error_and_no_damage(int segment)
    {
        var disk = new UnreadableDisk();
        await using LogFixture fixture = await FillAsync(disk);
        Partition partition = fixture.Partition("t");
        List<string> before = partition.ReadValues();
        string path = PathOf(partition, segment);
        long baseOffset = segment == 0 ? 0 : partition.Snapshot.Active.BaseOffset;
        disk.Spoil(path, -1);
        var buffer = new byte[100_000];
        Assert.Equal(ReadError.Corrupt, partition.Read(new Offset(baseOffset), buffer).Error);
        Assert.Empty(partition.Snapshot.Quarantined);
        Assert.Equal("u", Assert.Single(fixture.Partition("u").ReadValues()));
        if (segment == 0)
        {
            var behind = new Offset(partition.Snapshot.Active.BaseOffset);
            Assert.Equal(ReadError.None, partition.Read(behind, buffer).Error);
            fixture.Log.Scrubber.RunOnce(new Random(1), CancellationToken.None);
            Assert.Empty(partition.Snapshot.Quarantined);
        }

        disk.Spoil("", 0);
        Assert.Equal(before, partition.ReadValues());
        Assert.False(fixture.Log.Completion.IsCompleted);
    }

    [Fact]
    public async Task One_read_that_fails_is_tried_again()
    {
        var disk = new UnreadableDisk();
        await using LogFixture fixture = await FillAsync(disk);
        Partition partition = fixture.Partition("t");
        List<string> before = partition.ReadValues();
        for (int at = 1, failures = -1; disk.Failures > failures; at++)
        {
            failures = disk.Failures;
            int reads = 0;
            int fails = at;
            disk.Fails = (_, _, _) => Interlocked.Increment(ref reads) == fails;
            Assert.Equal(before, partition.ReadValues());
        }

        Assert.Empty(partition.Snapshot.Quarantined);
        Assert.True(disk.Failures > 1);
    }

    [Theory]
    [InlineData(".index")]
    [InlineData(".timeindex")]
    public async Task An_index_that_cannot_be_read_is_made_anew(string suffix)
    {
        var disk = new UnreadableDisk();
        await using LogFixture fixture = await FillAsync(disk);
        List<string> before = fixture.Partition("t").ReadValues();
        await fixture.Log.DisposeAsync();
        disk.Fails = (path, _, _) => path.EndsWith(suffix, StringComparison.Ordinal);
        await fixture.OpenLogAsync();
        Partition partition = fixture.Partition("t");
        Assert.Equal(before, partition.ReadValues());
        Assert.Equal(before[30..], partition.ReadValues(30));
        Assert.NotNull(partition.FindByTimestamp(0));
        Assert.Empty(partition.Snapshot.Quarantined);
    }

    [Fact]
    public async Task It_starts_whatever_read_fails()
    {
        for (int at = 1; ; at++)
        {
            var disk = new UnreadableDisk();
            await using LogFixture fixture = await FillAsync(disk);
            List<string> before = fixture.Partition("t").ReadValues();
            await fixture.Log.DisposeAsync();
            File.Delete(Path.Combine(fixture.Path, "clean-shutdown"));
            int reads = 0;
            int fails = at;
            disk.Fails = (_, _, _) => Interlocked.Increment(ref reads) == fails;
            await fixture.OpenLogAsync();
            disk.Fails = (_, _, _) => false;
            Assert.Equal(before, fixture.Partition("t").ReadValues());
            Assert.Equal(AppendError.None, (await fixture.Partition("t").AppendAsync("goes on")).Error);
            if (reads < fails)
            {
                Assert.True(at > 10);
                return;
            }

            at += at / 4;
        }
    }

    private static string PathOf(Partition partition, int segment) => segment == 0
        ? partition.Snapshot.Sealed[0].LogPath
        : partition.Snapshot.Active.File.Path;

    private static async Task<LogFixture> FillAsync(UnreadableDisk disk)
    {
        LogFixture fixture = await LogFixture.OpenAsync(f =>
        {
            f.Files = disk;
            f.Limits = CompactionFixture.Limits;
        });
        Partition partition = (await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"))).Partitions[0];
        for (int i = 0; i < 110; i++)
        {
            await partition.AppendAsync($"{i} {new string('x', 1_000)}");
        }

        await fixture.CreateTopicAsync("u");
        await fixture.Partition("u").AppendAsync("u");
        await fixture.ReopenAsync();
        return fixture;
    }
}
