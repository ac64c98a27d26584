using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

public sealed class CompactionTombstoneTests
{
    private const string Retention = "3600000";

    [Fact]
    public async Task A_tombstone_gets_a_horizon_and_goes_when_that_has_passed()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("delete.retention.ms", Retention));
        await log.PutAsync(("a", "1"), ("b", "1"), ("a", null));
        await log.RollAsync();
        await log.CompactAsync();

        Assert.Equal("b=1@1 a=null@2 last=-@3", log.Seen());
        RecordBatchHeader tombstone = log.Partition.ReadHeaders().Single(header => header.BaseOffset.Value == 2);
        Assert.Equal(log.Time.GetUtcNow().ToUnixTimeMilliseconds() + 3_600_000, tombstone.DeleteHorizonMs);
        Assert.Equal(KeyedAppends.FirstTimestampMs, tombstone.MaxTimestampMs);

        log.Time.Advance(TimeSpan.FromMinutes(59));
        await CompactAgainAsync(log);
        Assert.Contains("a=null@2", log.Seen(), StringComparison.Ordinal);
        Assert.Equal(tombstone, log.Partition.ReadHeaders().Single(header => header.BaseOffset.Value == 2));

        log.Time.Advance(TimeSpan.FromMinutes(2));
        await CompactAgainAsync(log);
        Assert.DoesNotContain("a=", log.Seen(), StringComparison.Ordinal);
        Assert.Contains("b=1@1", log.Seen(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_records_of_a_batch_with_a_horizon_keep_their_times()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.Partition.PutBatchAsync(KeyedAppends.MakeBatch([("a", null), ("b", "1"), ("c", "1")]));
        await log.PutAsync(("c", "2"));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.True(log.Partition.ReadHeaders()[0].HasDeleteHorizon);
        log.Partition.ReadBatches((batch, from) =>
        {
            using var records = new RecordBatchReader(batch.Bytes, from);
            while (records.MoveNext())
            {
                Assert.Equal(KeyedAppends.FirstTimestampMs, records.Current.TimestampMs);
            }
        });
        Assert.Equal(0, log.Partition.FindByTimestamp(KeyedAppends.FirstTimestampMs)!.Value.Offset.Value);
        Assert.Null(log.Partition.FindByTimestamp(KeyedAppends.FirstTimestampMs + 1));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_that_jumps_moves_no_horizon(int years)
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("delete.retention.ms", Retention));
        await log.PutAsync(("a", "1"), ("a", null));
        await log.RollAsync();
        log.Time.SetWallClock(log.Time.GetUtcNow().AddYears(years));
        await log.CompactAsync();
        Assert.True(log.Partition.ReadHeaders()[0].HasDeleteHorizon);

        log.Time.SetWallClock(log.Time.GetUtcNow().AddYears(years));
        log.Time.Advance(TimeSpan.FromMinutes(59));
        await CompactAgainAsync(log);
        Assert.Contains("a=null@1", log.Seen(), StringComparison.Ordinal);
        log.Time.Advance(TimeSpan.FromMinutes(2));
        await CompactAgainAsync(log);
        Assert.DoesNotContain("a=", log.Seen(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_behind_its_tombstone_stays()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("a", null), ("a", "2"));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal("a=2@2 last=-@3", log.Seen());
    }

    private static async Task CompactAgainAsync(CompactionFixture log)
    {
        await log.RollAsync();
        await log.CompactAsync();
    }
}
