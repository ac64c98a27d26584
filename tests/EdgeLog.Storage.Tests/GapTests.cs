using EdgeLog.Records;
using EdgeLog.Testing;

namespace EdgeLog.Storage.Tests;

public sealed class GapTests
{
    [Fact]
    public async Task What_expires_before_a_mirror_has_it_is_a_gap_and_what_the_mirror_has_is_not()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.bytes", "100KiB"));
        fixture.Log.Mirrors.Declare("central", _ => true);
        fixture.Log.Mirrors.SetReady("central");
        fixture.Log.Mirrors.Confirm("central", partition, new Offset(100));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);

        long start = partition.LogStartOffset.Value;
        Assert.True(start > 100);
        IReadOnlyList<Gap> gaps = fixture.Log.Gaps.Read("t");
        Assert.Equal([GapReason.Mirrored, GapReason.Expired], gaps.Select(gap => gap.Reason));
        Assert.Equal((0, 99, 100), (gaps[0].FirstOffset, gaps[0].LastOffset, gaps[0].Count));
        Assert.Equal((100, start - 1), (gaps[1].FirstOffset, gaps[1].LastOffset));
        Assert.Equal(["central"], gaps[1].Mirrors);
        await AssertAccountAsync(fixture, 400, lost: start - 100, removed: 100);

        await fixture.ReopenAsync();
        await AssertAccountAsync(fixture, 400, lost: start - 100, removed: 100);
    }

    [Fact]
    public async Task Retention_of_a_topic_that_no_mirror_wants_is_no_loss()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.bytes", "100KiB"));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.Equal(GapReason.Retention, Assert.Single(fixture.Log.Gaps.Read("t")).Reason);
        await AssertAccountAsync(fixture, 400, lost: 0, removed: partition.LogStartOffset.Value);
    }

    [Fact]
    public async Task Nothing_expires_before_every_configured_mirror_has_told_its_positions()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync(
            f => f.Options = f.Options with { Mirrors = ["central"] });
        Partition partition = await FillAsync(fixture, ("retention.bytes", "100KiB"));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.Equal(0, partition.LogStartOffset.Value);
        fixture.Log.Mirrors.Declare("central", _ => false);
        fixture.Log.Mirrors.SetReady("central");
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        Assert.True(partition.LogStartOffset.Value > 0);
    }

    [Fact]
    public async Task A_drop_that_was_declared_and_did_not_happen_and_one_declared_twice_count_for_what_is_missing()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.bytes", "100KiB"));
        Gap declared = GapsOf.Range(partition, (0, 300), GapReason.Overflow);
        await fixture.Log.Gaps.DeclareAsync([declared, declared], CancellationToken.None);
        await AssertAccountAsync(fixture, 400, lost: 0, removed: 0);

        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        await AssertAccountAsync(fixture, 400, lost: Math.Min(300, partition.LogStartOffset.Value));
    }

    [Fact]
    public async Task A_power_cut_at_any_step_of_a_drop_never_leaves_a_deletion_that_nobody_declared()
    {
        for (int step = 1; ; step++)
        {
            var disk = new FaultyDisk { Fault = FaultKind.PowerCut };
            await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Files = disk);
            await FillAsync(fixture, ("retention.bytes", "100KiB"));
            await fixture.Log.Gaps.PrepareAsync(CancellationToken.None);
            disk.FaultAt = disk.Operations + step;
            bool isCut = await RunCutShortAsync(fixture);
            await fixture.Log.DisposeAsync();
            disk.CutPower(fixture.Path, new Random(step));
            await fixture.OpenLogAsync();

            TopicAccount account = await fixture.Log.Gaps.AccountAsync(
                fixture.Log.Topics.Find("t")!, CancellationToken.None);
            Assert.Equal((400, 0), (account.Received, account.Unexplained));
            Assert.Equal(fixture.Partition("t").LogStartOffset.Value, account.Removed);
            if (!isCut)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Segments_that_vanished_while_the_log_was_closed_are_declared_at_the_next_start()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.bytes", "250KiB"));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        long removed = partition.LogStartOffset.Value;
        SealedSegment first = partition.Snapshot.Sealed[0];
        await fixture.Log.DisposeAsync();
        File.Delete(first.LogPath);
        for (int start = 0; start < 2; start++)
        {
            await fixture.OpenLogAsync();
            await fixture.Log.SpaceKeeper.Started.WaitAsync(TimeSpan.FromSeconds(30));
            await AssertAccountAsync(fixture, 400, lost: first.NextOffset - first.BaseOffset, removed: removed);
            Assert.Single(fixture.Log.Gaps.Read("t"), gap => gap.Reason == GapReason.Damaged);
            await fixture.Log.DisposeAsync();
        }
    }

    [Fact]
    public async Task Segments_that_were_dropped_before_their_log_start_was_saved_are_no_damage()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await FillAsync(fixture, ("retention.bytes", "250KiB"));
        await fixture.ReopenAsync();
        string checkpoint = Path.Combine(fixture.Path, "checkpoint");
        byte[] before = File.ReadAllBytes(checkpoint);
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        long removed = fixture.Partition("t").LogStartOffset.Value;
        await fixture.Log.DisposeAsync();
        File.WriteAllBytes(checkpoint, before);
        File.Delete(Path.Combine(fixture.Path, "clean-shutdown"));

        await fixture.OpenLogAsync();
        await fixture.Log.SpaceKeeper.Started.WaitAsync(TimeSpan.FromSeconds(60));
        await AssertAccountAsync(fixture, 400, lost: 0, removed: removed);
        Assert.Equal(GapReason.Retention, Assert.Single(fixture.Log.Gaps.Read("t")).Reason);
        Assert.Empty(fixture.Partition("t").Snapshot.Quarantined);
        Assert.Equal(removed, fixture.Partition("t").LogStartOffset.Value);
    }

    [Fact]
    public async Task What_a_reader_finds_damaged_is_declared_and_the_account_holds()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.ms", "-1"));
        SealedSegment segment = partition.Snapshot.Sealed[1];
        using (var file = new DiskFile(segment.LogPath, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Write("rot"u8, segment.SizeBytes / 2);
        }

        int served = 0;
        var buffer = new byte[128 * 1024];
        for (var next = Offset.Zero; next < partition.HighWatermark;)
        {
            ReadResult read = partition.Read(next, buffer);
            Assert.Equal(ReadError.None, read.Error);
            using var records = new RecordBatchReader(buffer.AsSpan(0, read.BytesRead), next);
            while (records.MoveNext())
            {
                served++;
            }

            next = read.NextOffset;
        }

        // Behind what the reader reported, in the pipeline's order.
        await partition.AppendAsync("last");
        await AssertAccountAsync(fixture, 401, lost: 400 - served);
        Assert.True(served is > 300 and < 400);
        await fixture.ReopenAsync();
        await AssertAccountAsync(fixture, 401, lost: 400 - served);
        Assert.All(fixture.Log.Gaps.Read("t"), gap => Assert.Equal(GapReason.Damaged, gap.Reason));
    }

    [Fact]
    public async Task A_topic_created_anew_has_an_account_of_its_own()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        await FillAsync(fixture, ("retention.bytes", "100KiB"));
        await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
        await fixture.Log.Topics.DeleteAsync("t", CancellationToken.None);
        await fixture.CreateTopicAsync("t");
        await fixture.Partition("t").AppendAsync("a");
        await AssertAccountAsync(fixture, 1);
    }

    [Fact]
    public async Task Records_that_vanish_without_a_declaration_are_found()
    {
        await using LogFixture fixture = await LogFixture.OpenAsync();
        Partition partition = await FillAsync(fixture, ("retention.ms", "-1"));
        partition.Publish(partition.Snapshot with { Sealed = partition.Snapshot.Sealed.RemoveAt(1) });
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(partition.Topic, CancellationToken.None);
        Assert.True(account.Unexplained > 0);
        Assert.StartsWith("t-0 ", Assert.Single(account.UnexplainedRanges), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_messages_are_declared_at_once_then_once_a_minute_and_at_stop()
    {
        var time = new FakeTime();
        await using LogFixture fixture = await LogFixture.OpenAsync(f => f.Time = time);
        await fixture.CreateTopicAsync("t");
        foreach (int count in (int[])[2, 3, 4])
        {
            fixture.Log.Gaps.CountRefused("t", count);
            await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);
        }

        Assert.Equal([2], fixture.Log.Gaps.Read("t").Select(gap => gap.Count));
        await AssertAccountAsync(fixture, 9, lost: 9);
        time.Advance(TimeSpan.FromMinutes(2));
        await fixture.Log.SpaceKeeper.RunOnceAsync(CancellationToken.None);

        // The keeper's own loop was woken by the clock and may have been the one that took the seven.
        Assert.True(SpinWait.SpinUntil(() => fixture.Log.Gaps.Read("t").Count == 2, TimeSpan.FromSeconds(60)));
        fixture.Log.Gaps.CountRefused("t", 1);
        await fixture.ReopenAsync();

        Assert.Equal([2, 7, 1], fixture.Log.Gaps.Read("t").Select(gap => gap.Count));
        await AssertAccountAsync(fixture, 10, lost: 10);
    }

    [Fact]
    public void Ranges_join_and_leave_each_other_out()
    {
        var ranges = new OffsetRanges();
        ranges.Add(10, 20);
        ranges.Add(0, 5);
        ranges.Add(15, 30);
        ranges.Add(5, 8);
        Assert.Equal([(0, 8), (10, 30)], ranges.Ranges);
        var others = new OffsetRanges();
        others.Add(2, 12);
        others.Add(20, 21);
        Assert.Equal([(0, 2), (12, 20), (21, 30)], ranges.Except(others).Ranges);
        Assert.Equal([(7, 8), (10, 11)], ranges.Clip(7, 11).Ranges);
        Assert.Equal(28, ranges.Count);
        Assert.True(ranges.Contains(12, 20) && !ranges.Contains(5, 12));
    }

    private static async Task<bool> RunCutShortAsync(LogFixture fixture)
    {
        try
        {
            await fixture.Log.Housekeeping.RunOnceAsync(CancellationToken.None);
            return false;
        }
        catch (Exception exception) when (exception is IOException or StorageException)
        {
            return true;
        }
    }

    private static async Task AssertAccountAsync(LogFixture fixture, long received, long lost = 0, long removed = 0)
    {
        TopicAccount account = await fixture.Log.Gaps.AccountAsync(
                fixture.Log.Topics.Find("t")!, CancellationToken.None);
        Assert.Equal((received, lost, removed), (account.Received, account.Lost, account.Removed));
        Assert.Equal(0, account.Unexplained);
    }

    private static async Task<Partition> FillAsync(LogFixture fixture, (string, string) setting)
    {
        Topic topic = await fixture.CreateTopicAsync("t", ("segment.bytes", "65536"), setting);
        for (int i = 0; i < 400; i++)
        {
            await topic.Partitions[0].AppendAsync($"{i} " + new string('x', 1000));
        }

        return topic.Partitions[0];
    }
}
