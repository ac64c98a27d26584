using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;

namespace EdgeLog.Kafka.Tests;

public sealed class OffsetTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.CreateTopicAsync("t", 2);
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task First_and_last_offset_are_found()
    {
        await _client.ProduceAsync("t", "a", "b", "c");
        Assert.Equal((0, -1), await FindAsync(ListOffsetsTimestamp.Earliest, 7));
        Assert.Equal((3, -1), await FindAsync(ListOffsetsTimestamp.Latest, 7));
        Assert.Equal((0, -1), await FindAsync(ListOffsetsTimestamp.EarliestLocal, 8));
        Assert.Equal((-1, -1), await FindAsync(ListOffsetsTimestamp.LatestTiered, 9));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(Batches.TimestampMs + 1, 1, 1_000)]
    [InlineData(Batches.TimestampMs + 2_000, 2, 2_000)]
    public async Task The_first_record_from_a_time_on_is_found(long timestampMs, long offset, long after)
    {
        await _client.ProduceAsync("t", "a", "b", "c");
        Assert.Equal((offset, Batches.TimestampMs + after), await FindAsync(timestampMs, 7));
    }

    [Fact]
    public async Task Behind_the_last_record_no_offset_is_found()
    {
        await _client.ProduceAsync("t", "a", "b", "c");
        Assert.Equal((-1, -1), await FindAsync(Batches.TimestampMs + 2_001, 7));
    }

    [Fact]
    public async Task The_record_with_the_latest_time_is_found()
    {
        await _client.ProduceAsync("t", "a", "b", "c");
        await _client.ProduceAsync("t", "d");
        Assert.Equal((2, Batches.TimestampMs + 2_000), await FindAsync(ListOffsetsTimestamp.MaxTimestamp, 7));
    }

    [Fact]
    public async Task In_an_empty_partition_there_is_no_latest_time() =>
        Assert.Equal((-1, -1), await FindAsync(ListOffsetsTimestamp.MaxTimestamp, 7));

    [Theory]
    [InlineData(ListOffsetsTimestamp.MaxTimestamp, 6)]
    [InlineData(ListOffsetsTimestamp.EarliestLocal, 7)]
    [InlineData(ListOffsetsTimestamp.EarliestPendingUpload, 10)]
    public async Task What_the_version_does_not_know_is_refused(long timestamp, short version)
    {
        var response = await ListAsync(version, (0, timestamp));
        Assert.Equal(ErrorCode.UnsupportedVersion, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task A_partition_named_twice_is_refused_the_second_time()
    {
        var response = await ListAsync(7, (0, ListOffsetsTimestamp.Latest), (0, ListOffsetsTimestamp.Latest));
        Assert.Equal(
            [ErrorCode.None, ErrorCode.InvalidRequest],
            response.Topics[0].Partitions.Select(partition => partition.ErrorCode));
    }

    [Fact]
    public async Task An_unknown_partition_is_told()
    {
        var response = await ListAsync(7, (5, ListOffsetsTimestamp.Latest));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task The_current_epoch_ends_at_the_end_and_a_later_one_is_unknown()
    {
        await _client.ProduceAsync("t", "a", "b");
        var epoch = _gateway.Log.Topics.Find("t")!.Partitions[0].LeaderEpoch.Value;
        var request = new OffsetForLeaderEpochRequest();
        request.Topics.Add(new()
        {
            Name = "t",
            Partitions = [new() { LeaderEpoch = epoch }, new() { LeaderEpoch = epoch + 1 }],
        });
        var response = await _client.CallAsync(
            ApiKey.OffsetForLeaderEpoch, 4, request.Write, OffsetForLeaderEpochResponse.Read);
        var partitions = response.Topics[0].Partitions;
        Assert.Equal((epoch, 2), (partitions[0].LeaderEpoch, partitions[0].EndOffset));
        Assert.Equal((-1, -1), (partitions[1].LeaderEpoch, partitions[1].EndOffset));
    }

    private async Task<(long Offset, long TimestampMs)> FindAsync(long timestamp, short version)
    {
        var partition = (await ListAsync(version, (0, timestamp))).Topics[0].Partitions[0];
        Assert.Equal(ErrorCode.None, partition.ErrorCode);
        return (partition.Offset, partition.Timestamp);
    }

    private Task<ListOffsetsResponse> ListAsync(short version, params (int Partition, long Timestamp)[] wanted)
    {
        var request = new ListOffsetsRequest();
        request.Topics.Add(new()
        {
            Name = "t",
            Partitions = [.. wanted.Select(one => new ListOffsetsRequest.Partition
            {
                PartitionIndex = one.Partition,
                Timestamp = one.Timestamp,
            })],
        });
        return _client.CallAsync(ApiKey.ListOffsets, version, request.Write, ListOffsetsResponse.Read);
    }
}
