using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Each state that a power cut can leave a swap in, put there by hand.</summary>
public sealed class CompactionSwapTests
{
    private const string Base = "00000000000000000000";
    private const string Second = "00000000000000000003";

    [Fact]
    public async Task What_was_being_made_is_removed()
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Put(Base + ".log.cleaned", stage.Cleaned[..50]);
        stage.Put(Base + ".index.cleaned", []);
        await stage.OpenAsync();
        Assert.Equal(Stage.Uncompacted, stage.Log.Seen());
        stage.AssertSettled(3);
    }

    [Fact]
    public async Task What_was_decided_is_finished()
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Put(stage.Swap, stage.Cleaned);
        await stage.OpenAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
        stage.AssertSettled(2);
    }

    [Fact]
    public async Task What_was_decided_is_finished_when_some_old_segments_have_gone()
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Put(stage.Swap, stage.Cleaned);
        stage.Remove(Second + ".log");
        stage.Remove(Base + ".index");
        await stage.OpenAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
        stage.AssertSettled(2);
    }

    [Fact]
    public async Task What_was_decided_is_finished_when_all_old_segments_have_gone()
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Put(stage.Swap, stage.Cleaned);
        stage.Remove(Second + ".log");
        stage.Remove(Base + ".log");
        await stage.OpenAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
        stage.AssertSettled(2);
    }

    [Theory]
    [InlineData("cut within a batch")]
    [InlineData("cut between batches")]
    [InlineData("cut between batches and rotten")]
    [InlineData("rotten")]
    [InlineData("with another's batches")]
    [InlineData("empty")]
    public async Task A_swap_that_is_not_whole_is_undone_while_the_old_segments_are_there(string how)
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Put(stage.Swap, stage.Damage(how));
        await stage.OpenAsync();
        Assert.Equal(Stage.Uncompacted, stage.Log.Seen());
        Assert.Empty(stage.Log.Partition.Snapshot.Quarantined);
        stage.AssertSettled(3);
        await stage.Log.CompactAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
    }

    [Theory]
    [InlineData("cut between batches", Second)]
    [InlineData("rotten", Second)]
    [InlineData("cut between batches", Base, Second)]
    [InlineData("rotten", Base, Second)]
    [InlineData("rotten", Base)]
    public async Task Of_a_swap_that_is_not_whole_what_is_left_is_served_once_old_segments_have_gone(
        string how, params string[] gone)
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Put(stage.Swap, stage.Damage(how));
        foreach (string segment in gone)
        {
            stage.Remove(segment + ".log");
        }

        await stage.OpenAsync();
        string expected = how == "rotten" ? "a=2@3 c=1@4 last=-@5 last=-@6" : "b=1@1 last=-@6";
        Assert.Equal(expected, stage.Log.Seen());
        stage.AssertSettled(2);
        await stage.Log.Log.ScrubAsync(CancellationToken.None);
        Assert.Single(stage.Log.Partition.Snapshot.Quarantined);
    }

    [Fact]
    public async Task A_swap_that_lacks_only_its_indexes_gets_them()
    {
        await using Stage stage = await Stage.SetAsync();
        stage.Remove(Second + ".log");
        stage.Put(Base + ".log", stage.Cleaned);
        stage.Remove("fingerprints");
        stage.Put(Base + ".index.cleaned", []);
        await stage.OpenAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
        stage.AssertSettled(2);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("killed")]
    [InlineData("without checkpoint")]
    [InlineData("without checkpoint and state")]
    public async Task A_compacted_partition_is_recovered_as_it_is(string how)
    {
        await using Stage stage = await Stage.SetAsync();
        await stage.OpenAsync();
        await stage.Log.CompactAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
        await stage.Log.Log.DisposeAsync();
        foreach (string file in how switch
        {
            "killed" => ["clean-shutdown"],
            "without checkpoint" => ["clean-shutdown", "checkpoint"],
            "without checkpoint and state" => ["clean-shutdown", "checkpoint", "state", "compaction"],
            _ => (string[])[],
        })
        {
            File.Delete(Path.Combine(stage.Log.Fixture.Path, file));
        }

        await stage.OpenAsync();
        Assert.Equal(Stage.Compacted, stage.Log.Seen());
        Assert.DoesNotContain(
            stage.Log.Log.Recovery.Findings,
            finding => finding.Contains("damaged or missing in", StringComparison.Ordinal));
        Assert.Empty(stage.Log.Partition.Snapshot.Quarantined);
    }

    /// <summary>Two sealed segments of three records each and an active one; what compaction makes of them.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        public const string Uncompacted = "a=1@0 b=1@1 last=-@2 a=2@3 c=1@4 last=-@5 last=-@6";
        public const string Compacted = "b=1@1 a=2@3 c=1@4 last=-@5 last=-@6";

        private Stage(CompactionFixture log) => Log = log;

        public CompactionFixture Log { get; }

        public byte[] Cleaned { get; private set; } = [];

        public string Swap => Path.GetFileName(new SegmentSwap("", 0, 6)
        {
            Replaced = 2,
            SizeBytes = Cleaned.Length,
            Crc = Crc32C.Compute(Cleaned),
        }.SwapPath);

        private int FirstBatchBytes => new RecordBatch(Cleaned).Header.SizeBytes;

        public byte[] Damage(string how)
        {
            byte[] rotten = [.. Cleaned];
            rotten[FirstBatchBytes - 1] ^= 4;
            return how switch
            {
                "cut within a batch" => Cleaned[..^10],
                "cut between batches" => Cleaned[..FirstBatchBytes],
                "cut between batches and rotten" => rotten[..FirstBatchBytes],
                "rotten" => rotten,
                "with another's batches" => [.. Appends.MakeBatch(["x"]), .. Cleaned[FirstBatchBytes..]],
                _ => [],
            };
        }

        public static async Task<Stage> SetAsync()
        {
            await using (CompactionFixture model = await FillAsync())
            {
                await model.CompactAsync();
                Assert.Equal(Compacted, model.Seen());
                byte[] cleaned = File.ReadAllBytes(model.Partition.Snapshot.Sealed[0].LogPath);
                CompactionFixture log = await FillAsync();
                await log.Log.DisposeAsync();
                return new Stage(log) { Cleaned = cleaned };
            }
        }

        public void Put(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

        public void Remove(string name) => File.Delete(PathOf(name));

        public Task<LogDirectory> OpenAsync() => Log.Fixture.OpenLogAsync();

        public void AssertSettled(int segments)
        {
            string[] files = [.. Directory.EnumerateFiles(PathOf("")).Select(path => Path.GetFileName(path))];
            Assert.Equal(segments, files.Count(name => name.EndsWith(".log", StringComparison.Ordinal)));
            Assert.DoesNotContain(files, name => name.EndsWith(".swap", StringComparison.Ordinal));
            Assert.DoesNotContain(files, name => name.EndsWith(".cleaned", StringComparison.Ordinal));
        }

        public ValueTask DisposeAsync() => Log.DisposeAsync();

        private static async Task<CompactionFixture> FillAsync()
        {
            CompactionFixture log = await CompactionFixture.OpenAsync();
            await log.PutAsync(("a", "1"), ("b", "1"), ("last", "-"));
            log.Time.Advance(TimeSpan.FromSeconds(2));
            await log.PutAsync(("a", "2"), ("c", "1"), ("last", "-"));
            await log.RollAsync();
            return log;
        }

        private string PathOf(string name) => Path.Combine(Log.Fixture.Path, "t-0", name);
    }
}
