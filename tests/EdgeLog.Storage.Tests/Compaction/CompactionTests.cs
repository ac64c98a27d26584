using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class CompactionTests
{
    [Fact]
    public async Task Of_each_key_the_latest_record_stays_under_its_offset()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("b", "1"), ("a", "2"), ("c", "1"), ("b", "2"));
        await log.RollAsync();
        await log.CompactAsync();

        Assert.Equal("a=2@2 c=1@3 b=2@4 last=-@5", log.Seen());
        Assert.Equal(2, log.Log.Statistics.Compaction.RecordsDropped);
        Assert.Equal(1, log.Log.Statistics.Compaction.Runs);
        Assert.Equal(0, log.Partition.LogStartOffset.Value);
        await log.Fixture.ReopenAsync();
        Assert.Equal("a=2@2 c=1@3 b=2@4 last=-@5", log.Seen());
    }

    [Fact]
    public async Task The_active_segment_is_not_touched()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("a", "2"), ("a", "3"));
        await log.CompactAsync();
        Assert.Equal("a=1@0 a=2@1 a=3@2", log.Seen());
    }

    [Fact]
    public async Task Small_neighbouring_segments_become_one()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        for (int i = 0; i < 5; i++)
        {
            await log.PutAsync(($"k{i}", $"{i}"), ("same", $"{i}"));
            await log.RollAsync();
        }

        Assert.Equal(5, log.Partition.Snapshot.Sealed.Length);
        await log.CompactAsync();
        Assert.Equal("k0=0@0 k1=1@3 k2=2@6 k3=3@9 k4=4@12 same=4@13 last=-@11 last=-@14".Split(' ').Order(),
            log.Seen().Split(' ').Order());
        Assert.Single(log.Partition.Snapshot.Sealed);
        Assert.Equal(["00000000000000000000.log", "00000000000000000014.log"], LogFiles(log));
        await log.Fixture.ReopenAsync();
        Assert.Single(log.Partition.Snapshot.Sealed);
        Assert.Equal(15, await log.Partition.PutAsync("next", "1"));
    }

    [Fact]
    public async Task Full_segments_of_which_little_stays_become_one_in_the_same_pass()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("segment.bytes", "65536"));
        for (int i = 0; i < 600; i++)
        {
            await log.PutAsync(($"key {i % 30}", $"{i} {new string('v', 1000)}"), ($"once {i}", "1"));
        }

        await log.RollAsync();
        Assert.True(log.Partition.Snapshot.Sealed.Length > 8);
        await log.CompactAsync();
        Assert.Equal(1, log.Log.Statistics.Compaction.Runs);
        Assert.True(log.Partition.Snapshot.Sealed.Length <= 2, $"{log.Partition.Snapshot.Sealed.Length} are left");
        Assert.Equal(631, log.Partition.Latest().Count);
        await log.Fixture.ReopenAsKilledAsync();
        Assert.Equal(631, log.Partition.Latest().Count);
    }

    [Fact]
    public async Task A_reader_with_a_lease_reads_the_old_segment_to_its_end()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("a", "2"));
        await log.RollAsync();
        PartitionSnapshot before = log.Partition.Snapshot;
        Assert.True(SegmentView.TryOpen(before, 0, out SegmentView view));
        var bytes = new byte[before.Sealed[0].SizeBytes];
        using (view)
        {
            await log.CompactAsync();
            Assert.Equal(bytes.Length, view.File.Read(bytes, 0));
            Assert.Equal(0, RecordBatchHeader.Read(bytes).BaseOffset.Value);
        }

        Assert.False(SegmentView.TryOpen(before, 0, out _));
        Assert.Equal("a=2@1 last=-@2", log.Seen());
    }

    [Fact]
    public async Task A_segment_of_which_everything_stays_is_not_written_again()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("b", "1"));
        await log.RollAsync();
        SealedSegment before = log.Partition.Snapshot.Sealed[0];
        await log.CompactAsync();
        Assert.Same(before, log.Partition.Snapshot.Sealed[0]);
        Assert.Equal(1, log.Log.Statistics.Compaction.Runs);
        Assert.Equal(0, log.Log.Statistics.Compaction.BytesWritten);
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public async Task A_batch_keeps_its_frame_and_codec(CompressionCodec codec)
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("x", "1"));
        await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch([("a", "1"), ("x", "2"), ("b", "1")], codec));
        await log.PutAsync(("a", "2"), ("b", "2"));
        await log.RollAsync();
        await log.CompactAsync();

        Assert.Equal("x=2@2 a=2@4 b=2@5 last=-@6", log.Seen());
        RecordBatchHeader header = log.Partition.ReadHeaders()[0];
        Assert.Equal((1, 3), (header.BaseOffset.Value, header.LastOffset.Value));
        Assert.Equal((1, codec), (header.RecordCount, header.Codec));
        Assert.Equal(KeyedAppends.FirstTimestampMs, header.MaxTimestampMs);
    }

    [Fact]
    public async Task A_map_that_holds_few_keys_takes_more_passes_and_comes_to_the_same()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(
            f => f.Options = f.Options with
            {
                Compaction = CompactionFixture.Unhurried with { KeyMapBytes = 10 * KeyMap.EntryBytes },
            });
        for (int i = 0; i < 60; i++)
        {
            await log.PutAsync(($"k{i % 20}", $"{i}"));
        }

        await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(
            Enumerable.Range(0, 30).Select(i => ((string?)$"k{i % 20}", (string?)$"b{i}"))));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.True(log.Log.Statistics.Compaction.Runs > 3);
        Assert.Equal(
            Enumerable.Range(10, 20).Select(i => new KeyedRecord(60 + i, $"k{i % 20}", $"b{i}")),
            log.Partition.ReadKeyed().SkipLast(1));
    }

    [Fact]
    public async Task The_dirty_ratio_decides_when()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("min.cleanable.dirty.ratio", "0.6"));
        await log.PutAsync(("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"));
        await log.RollAsync("a");
        await log.CompactAsync();
        Assert.Equal(1, log.Log.Statistics.Compaction.Runs);
        await log.PutAsync(("b", "2"));
        await log.RollAsync("b");
        await log.CompactAsync();
        Assert.Equal(1, log.Log.Statistics.Compaction.Runs);
        Assert.InRange(log.Log.Statistics.Compaction.LastDirtyRatio, 0.2, 0.5);
        await log.PutAsync(("b", "3"), ("c", "2"), ("d", "2"), ("c", "3"), ("d", "3"));
        await log.RollAsync("e");
        await log.CompactAsync();
        Assert.Equal(2, log.Log.Statistics.Compaction.Runs);
    }

    [Fact]
    public async Task Records_younger_than_min_compaction_lag_stay()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("min.compaction.lag.ms", "60000"));
        await log.PutAsync(("a", "1"), ("a", "2"));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal("a=1@0 a=2@1 last=-@2", log.Seen());
        log.Time.Advance(TimeSpan.FromSeconds(61));
        await log.CompactAsync();
        Assert.Equal("a=2@1 last=-@2", log.Seen());
    }

    [Fact]
    public async Task Max_compaction_lag_seals_and_compacts_what_is_not_dirty_enough()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(
            ("min.cleanable.dirty.ratio", "1"), ("max.compaction.lag.ms", "60000"), ("segment.ms", "7d"));
        await log.PutAsync(("a", "1"), ("a", "2"));
        log.Time.Advance(TimeSpan.FromSeconds(59));
        await log.CompactAsync();
        Assert.Equal("a=1@0 a=2@1", log.Seen());
        log.Time.Advance(TimeSpan.FromSeconds(2));
        await log.CompactAsync();
        Assert.Equal("a=2@1", log.Seen());
        Assert.Equal(2, await log.Partition.PutAsync("b", "1"));
    }

    [Fact]
    public async Task Retention_and_compaction_work_on_the_same_topic()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(
            ("cleanup.policy", "compact,delete"), ("retention.ms", "1h"));
        await log.PutAsync(("a", "1"), ("a", "2"), ("b", "1"));
        await log.RollAsync("c");
        await log.CompactAsync();
        Assert.Equal("a=2@1 b=1@2 c=-@3", log.Seen());
        log.Time.Advance(TimeSpan.FromMinutes(61));
        await log.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.Equal(3, log.Partition.LogStartOffset.Value);
    }

    [Fact]
    public async Task Records_without_a_key_from_before_the_topic_was_compacted_go()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("cleanup.policy", "delete"));
        await log.PutAsync((null, "1"), ("a", "1"), (null, "2"));
        await log.Log.Topics.AlterConfigAsync(
            "t", new Dictionary<string, string?> { ["cleanup.policy"] = "compact" }, CancellationToken.None);
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal("a=1@1 last=-@3", log.Seen());
    }

    [Fact]
    public async Task What_was_compacted_once_is_not_taken_for_damage_when_the_topic_is_compacted_no_more()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("b", "1"), ("a", "2"), ("b", "2"), ("a", "3"));
        await log.RollAsync();
        await log.CompactAsync();
        await log.Log.Topics.AlterConfigAsync(
            "t", new Dictionary<string, string?> { ["cleanup.policy"] = "delete" }, CancellationToken.None);
        foreach (int _ in (int[])[1, 2])
        {
            Assert.Equal("b=2@3 a=3@4 last=-@5", log.Seen());
            Assert.Empty(log.Partition.Snapshot.Quarantined);
            await log.Fixture.ReopenAsync();
        }
    }

    [Fact]
    public async Task A_deleted_topic_is_let_go_of()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("a", "2"));
        await log.RollAsync();
        await Task.WhenAll(log.CompactAsync(), log.Log.Topics.DeleteAsync("t", CancellationToken.None));
        Assert.False(Directory.Exists(Path.Combine(log.Fixture.Path, "t-0")));
        await log.Fixture.ReopenAsync();
        Assert.Null(log.Log.Topics.Find("t"));
    }

    [Fact]
    public async Task Readers_and_writers_go_on_while_segments_are_replaced()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("segment.bytes", "65536"));
        using var stopping = new CancellationTokenSource();
        Task<int> reading = Task.Run(() => ReadUntil(log.Partition, stopping.Token));
        for (int round = 0; round < 12; round++)
        {
            for (int i = 0; i < 40; i++)
            {
                await log.PutAsync(($"key {i % 10}", $"{round} {i} {new string('v', 500)}"));
            }

            log.Time.Advance(TimeSpan.FromSeconds(1));
            await log.CompactAsync();
        }

        await stopping.CancelAsync();
        Assert.True(await reading > 0);
        Assert.Equal(0, log.Log.Statistics.Compaction.Failures);
        Assert.Equal(10, log.Partition.Latest().Count);
        Assert.All(log.Partition.Latest().Values, value => Assert.StartsWith("11 3", value, StringComparison.Ordinal));
    }

    /// <summary>Reads the log from start to end, over and over; the offsets rise, whatever is replaced.</summary>
    private static int ReadUntil(Partition partition, CancellationToken stopping)
    {
        int rounds = 0;
        while (!stopping.IsCancellationRequested)
        {
            List<KeyedRecord> records = partition.ReadKeyed();
            Assert.Equal(records.Select(record => record.Offset).Order(), records.Select(record => record.Offset));
            rounds++;
        }

        return rounds;
    }

    private static IEnumerable<string> LogFiles(CompactionFixture log) => Directory
        .EnumerateFiles(Path.Combine(log.Fixture.Path, "t-0"), "*.log*")
        .Select(path => Path.GetFileName(path))
        .Order();
}
