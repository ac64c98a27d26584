using EdgeLog.Records;

namespace EdgeLog.Storage.Tests;

/// <summary>Transactions as their coordinator will write them: batches of a producer, then a marker.</summary>
public sealed class CompactionTransactionTests
{
    private readonly Dictionary<long, int> _sequences = [];

    [Fact]
    public async Task What_was_aborted_goes_and_what_was_committed_counts()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "0"), ("b", "0"));
        await PutAsync(log, 7, ("a", "aborted"));
        await PutAsync(log, 8, ("b", "committed"));
        await EndAsync(log, 7, TransactionOutcome.Aborted);
        await EndAsync(log, 8, TransactionOutcome.Committed);
        await PutAsync(log, 7, ("c", "committed"));
        await EndAsync(log, 7, TransactionOutcome.Committed);
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal("a=0@0 b=committed@3 c=committed@6 last=-@8", log.Seen());
    }

    [Fact]
    public async Task Nothing_from_the_first_undecided_transaction_on_is_touched()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await log.PutAsync(("a", "1"), ("a", "2"));
        await PutAsync(log, 7, ("a", "open"));
        await log.PutAsync(("b", "1"), ("b", "2"));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal("a=2@1 a=open@2 b=1@3 b=2@4 last=-@5", log.Seen());
        Assert.Equal(1, log.Log.Statistics.Compaction.Failures);

        await EndAsync(log, 7, TransactionOutcome.Aborted);
        log.Time.Advance(CompactionFixture.Limits.CompactionRetry);
        await log.CompactAsync();
        Assert.Equal("a=2@1 b=2@4 last=-@5", log.Seen());
    }

    [Fact]
    public async Task A_marker_goes_after_its_horizon_once_nothing_of_its_transaction_is_left()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync(("delete.retention.ms", "3600000"));
        await PutAsync(log, 7, ("a", "aborted"));
        await EndAsync(log, 7, TransactionOutcome.Aborted);
        await PutAsync(log, 8, ("b", "kept"));
        await EndAsync(log, 8, TransactionOutcome.Committed);
        await log.RollAsync();

        // Both producers are forgotten, so that nothing stays for their sake.
        await log.Fixture.ReopenAsync();
        log.Time.Advance(TimeSpan.FromDays(2));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal([1, 2, 3], Markers(log, includeData: true).Take(3));
        Assert.False(HeaderAt(log, 1).HasDeleteHorizon);

        await log.RollAsync();
        await log.CompactAsync();
        Assert.True(HeaderAt(log, 1).HasDeleteHorizon);
        Assert.False(HeaderAt(log, 3).HasDeleteHorizon);

        log.Time.Advance(TimeSpan.FromMinutes(61));
        await log.RollAsync();
        await log.CompactAsync();
        Assert.Equal([3], Markers(log, includeData: false));
        Assert.Contains("b=kept@2", log.Seen(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_batch_of_a_known_producer_stays_though_empty_and_its_sequence_goes_on()
    {
        await using CompactionFixture log = await CompactionFixture.OpenAsync();
        await PutIdempotentAsync(log, 9, ("a", "1"));
        await PutIdempotentAsync(log, 9, ("a", "2"), ("b", "1"));
        await log.PutAsync(("a", "3"), ("b", "2"));
        await log.RollAsync();
        await log.CompactAsync();

        Assert.Equal("a=3@3 b=2@4 last=-@5", log.Seen());
        RecordBatchHeader header = log.Partition.ReadHeaders()[0];
        Assert.Equal((1, 2, 0), (header.BaseOffset.Value, header.LastOffset.Value, header.RecordCount));
        Assert.Equal((9, 1), (header.ProducerId, header.BaseSequence));

        // Also where the producers' states are made anew from the log.
        await log.Log.DisposeAsync();
        File.Delete(Path.Combine(log.Fixture.Path, "t-0", "producers"));
        await log.Fixture.OpenLogAsync();
        await PutIdempotentAsync(log, 9, ("c", "1"));
        _sequences[9] = 9;
        AppendResult gap = await log.Partition.AppendBatchAsync(
            KeyedAppends.MakeBatch([("c", "2")], producer: new RecordProducer(9, 0, 9)));
        Assert.Equal(AppendError.OutOfOrderSequence, gap.Error);
    }

    private static IEnumerable<int> Markers(CompactionFixture log, bool includeData) => log.Partition.ReadHeaders()
        .Where(header => includeData || header.IsControl)
        .Select(header => (int)header.BaseOffset.Value);

    private static RecordBatchHeader HeaderAt(CompactionFixture log, long offset) =>
        log.Partition.ReadHeaders().Single(header => header.BaseOffset.Value == offset);

    private static Task<long> EndAsync(CompactionFixture log, long producerId, TransactionOutcome outcome) =>
        log.Log.PutMarkerAsync(log.Partition, producerId, outcome);

    private Task<long> PutAsync(CompactionFixture log, long producerId, params (string?, string?)[] records) =>
        log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(
            records, producer: Next(producerId, records.Length), isTransactional: true));

    private Task<long> PutIdempotentAsync(
        CompactionFixture log, long producerId, params (string?, string?)[] records) =>
        log.Partition.PutBatchAsync(KeyedAppends.MakeBatch(records, producer: Next(producerId, records.Length)));

    private RecordProducer Next(long producerId, int records)
    {
        int sequence = _sequences.GetValueOrDefault(producerId);
        _sequences[producerId] = sequence + records;
        return new RecordProducer(producerId, 0, sequence);
    }
}
