using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class CompactionDamageTests
{
    [Fact]
    public async Task A_damaged_segment_is_said_skipped_and_tried_again_later()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("a", "2"), ("b", "1"));
        await log.RollAsync();
        string path = log.Partition.Snapshot.Sealed[0].LogPath;
        Flip(path, 200);
        await log.CompactAsync();
        Assert.Equal(1, log.Log.Statistics.Compaction.Failures);
        Assert.Equal(0, log.Log.Statistics.Compaction.Runs);
        await log.CompactAsync();
        Assert.Equal(1, log.Log.Statistics.Compaction.Failures);

        Flip(path, 200);
        log.Time.Advance(CompactionFixture.Limits.CompactionRetry);
        await log.CompactAsync();
        Assert.Equal("a=2@1 b=1@2 last=-@3", log.Seen());
    }

    [Fact]
    public async Task One_bad_partition_does_not_keep_others_from_being_compacted()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.Log.Topics.CreateAsync(
            "u", 1, log.Partition.Topic.Config.Overrides, CancellationToken.None);
        Partition other = log.Fixture.Partition("u");
        await log.PutAsync(("a", "1"), ("a", "2"));
        await other.PutAsync("a", "1");
        await other.PutAsync("a", "2");
        await log.RollAsync();
        await other.PutAsync("last", "-");
        Flip(log.Partition.Snapshot.Sealed[0].LogPath, 100);
        await log.CompactAsync();
        Assert.Equal([1L, 2L], other.ReadKeyed().Select(record => record.Offset));
    }

    [Fact]
    public async Task Segments_with_quarantined_bytes_stay_and_behind_them_nothing_is_forgotten()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("delete.retention.ms", "0"));
        await log.PutAsync(("a", "1"), ("x", "1"), ("a", "2"), ("b", "1"));
        await log.RollAsync("c");
        await log.PutAsync(("a", null), ("b", "2"), ("b", "3"));
        await log.RollAsync("d");
        SealedSegment first = log.Partition.Snapshot.Sealed[0];
        await log.Log.DisposeAsync();
        QuarantineFile.Write(
            new DiskFileSystem(),
            Path.Combine(log.Fixture.Path, "t-0"),
            [new QuarantinedRange(0, 70, 140, 1, 2)]);
        await log.Fixture.OpenLogAsync();
        byte[] before = File.ReadAllBytes(first.LogPath);

        await log.CompactAsync();
        await log.RollAsync("e");
        await log.CompactAsync();
        Assert.Equal(before, File.ReadAllBytes(first.LogPath));
        Assert.Equal("a=1@0 a=2@2 b=1@3 c=-@4 a=null@5 b=3@7 d=-@8 e=-@9", log.Seen());
        Assert.DoesNotContain(log.Partition.ReadHeaders(), header => header.HasDeleteHorizon);
    }

    [Fact]
    public async Task A_batch_that_unfolds_to_too_much_is_refused_and_nothing_is_lost()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        byte[] bomb = MakeBomb();
        await log.PutAsync(("a", "1"));
        var request = new AwaitedAppend
        {
            Batch = bomb,
            Partition = log.Partition,
            StoredBatch = bomb,
            SizeBytes = bomb.Length + JournalEntry.BlockHeaderSize,
        };
        await log.Log.Inbox.AddAsync(request, CancellationToken.None);
        Assert.Equal(AppendError.None, (await request.Completion).Error);
        await log.PutAsync(("a", "2"));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal(1, log.Log.Statistics.Compaction.Failures);
        Assert.Equal([0, 1, 2, 3], log.Partition.ReadHeaders().Select(header => (int)header.BaseOffset.Value));
    }

    private static byte[] MakeBomb()
    {
        using var builder = new RecordBatchBuilder();
        builder.Reset(Offset.Zero, LeaderEpoch.None, int.MaxValue);
        using RecordRun run = RecordRun.Rent();
        run.BeginRecord(0);
        run.WriteKey("bomb"u8);
        run.WriteValue(new byte[RecordLimits.MaxUncompressedBytes + 1]);
        run.BeginHeaders(0);
        run.EndRecord();
        foreach (RecordRunEntry entry in run.Read())
        {
            builder.TryAdd(entry);
        }

        return builder.Build(CompressionCodec.Gzip).ToArray();
    }

    private static void Flip(string path, int position)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[position] ^= 0x20;
        File.WriteAllBytes(path, bytes);
    }
}
