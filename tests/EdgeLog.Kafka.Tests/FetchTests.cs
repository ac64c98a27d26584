using System.Diagnostics;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;

namespace EdgeLog.Kafka.Tests;

public sealed class FetchTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.CreateTopicAsync("t", 3);
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(17)]
    public async Task Every_version_is_understood(short version)
    {
        await _client.ProduceAsync("t", "a", "b");
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.Topics[0].TopicId = _gateway.Log.Topics.Find("t")!.Id;
        var partition = (await _client.FetchAsync(request, version)).Topics[0].Partitions[0];
        Assert.Equal(["a", "b"], Batches.Values(partition, 0));
        Assert.Equal((2, 2), (partition.HighWatermark, partition.LastStableOffset));
    }

    [Fact]
    public async Task At_the_end_there_is_nothing_and_no_error()
    {
        await _client.ProduceAsync("t", "a");
        var partition = (await _client.FetchAsync(TestClientCalls.FetchOf("t", (0, 1)))).Topics[0].Partitions[0];
        Assert.Equal((ErrorCode.None, 1, 0), (partition.ErrorCode, partition.HighWatermark, Batches.Count(partition)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task An_offset_outside_the_log_is_out_of_range(long offset)
    {
        await _client.ProduceAsync("t", "a");
        var partition = (await _client.FetchAsync(TestClientCalls.FetchOf("t", (0, offset)))).Topics[0].Partitions[0];
        Assert.Equal((ErrorCode.OffsetOutOfRange, -1), (partition.ErrorCode, partition.HighWatermark));
    }

    [Fact]
    public async Task An_unknown_topic_or_partition_is_told_and_the_others_are_served()
    {
        await _client.ProduceAsync("t", "a");
        var request = TestClientCalls.FetchOf("t", (0, 0), (7, 0));
        var partitions = (await _client.FetchAsync(request)).Topics[0].Partitions;
        Assert.Equal(["a"], Batches.Values(partitions[0], 0));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, partitions[1].ErrorCode);
    }

    [Fact]
    public async Task An_unknown_topic_id_is_told()
    {
        var request = TestClientCalls.FetchOf("", (0, 0));
        request.Topics[0].TopicId = Guid.NewGuid();
        var response = await _client.FetchAsync(request, 13);
        Assert.Equal(ErrorCode.UnknownTopicId, response.Topics[0].Partitions[0].ErrorCode);
        Assert.Equal(request.Topics[0].TopicId, response.Topics[0].TopicId);
    }

    [Theory]
    [InlineData(-1, ErrorCode.FencedLeaderEpoch)]
    [InlineData(1, ErrorCode.UnknownLeaderEpoch)]
    public async Task Another_leader_epoch_than_ours_is_refused(int difference, ErrorCode expected)
    {
        var current = _gateway.Log.Topics.Find("t")!.Partitions[0].LeaderEpoch.Value;
        if (current + difference < 0)
        {
            // An epoch of -1 means the client knows none.
            return;
        }

        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.Topics[0].Partitions[0].CurrentLeaderEpoch = current + difference;
        Assert.Equal(expected, (await _client.FetchAsync(request)).Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task A_waiting_fetch_is_answered_by_the_next_record()
    {
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.MaxWaitMs = 20_000;
        var id = await _client.SendFetchAsync(request);
        using var producer = await _gateway.ConnectAsync();
        await producer.ProduceAsync("t", "a");
        var response = await _client.ReceiveFetchAsync(id);
        Assert.Equal(["a"], Batches.Values(response.Topics[0].Partitions[0], 0));
    }

    [Fact]
    public async Task A_waiting_fetch_waits_for_as_many_bytes_as_it_asks_for()
    {
        var request = TestClientCalls.FetchOf("t", (0, 0), (1, 0));
        (request.MaxWaitMs, request.MinBytes) = (20_000, 3_000);
        var id = await _client.SendFetchAsync(request);
        using var producer = await _gateway.ConnectAsync();
        await producer.ProduceAsync("t", 0, Batches.Large(2_000));
        await producer.ProduceAsync("t", 1, Batches.Large(2_000));
        var partitions = (await _client.ReceiveFetchAsync(id)).Topics[0].Partitions;
        Assert.Equal([1, 1], partitions.Select(Batches.Count));
    }

    [Fact]
    public async Task A_fetch_that_gets_too_little_is_answered_when_its_time_is_up()
    {
        await _client.ProduceAsync("t", "a");
        var request = TestClientCalls.FetchOf("t", (0, 0));
        (request.MaxWaitMs, request.MinBytes) = (200, 1_000_000);
        var start = Stopwatch.GetTimestamp();
        var response = await _client.FetchAsync(request);
        Assert.Equal(["a"], Batches.Values(response.Topics[0].Partitions[0], 0));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 190, 10_000);
    }

    [Fact]
    public async Task A_waiting_fetch_is_told_that_the_topic_was_deleted()
    {
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.MaxWaitMs = 20_000;
        var id = await _client.SendFetchAsync(request);
        await _gateway.Log.Topics.DeleteAsync("t", CancellationToken.None);
        var response = await _client.ReceiveFetchAsync(id);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task The_partitions_limit_is_kept_but_one_batch_always_comes()
    {
        await _client.ProduceAsync("t", 0, Batches.Large(5_000));
        await _client.ProduceAsync("t", 0, Batches.Large(5_000));
        await _client.ProduceAsync("t", 0, Batches.Large(5_000));
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.Topics[0].Partitions[0].MaxBytes = 100;
        Assert.Equal(1, Batches.Count((await _client.FetchAsync(request)).Topics[0].Partitions[0]));
        request.Topics[0].Partitions[0].MaxBytes = 11_000;
        Assert.Equal(2, Batches.Count((await _client.FetchAsync(request)).Topics[0].Partitions[0]));
    }

    [Fact]
    public async Task The_responses_limit_is_kept_over_all_partitions()
    {
        for (var partition = 0; partition < 3; partition++)
        {
            await _client.ProduceAsync("t", partition, Batches.Large(5_000));
        }

        var request = TestClientCalls.FetchOf("t", (0, 0), (1, 0), (2, 0));
        request.MaxBytes = 11_000;
        Assert.Equal(
            [1, 1, 0], (await _client.FetchAsync(request)).Topics[0].Partitions.Select(Batches.Count));
        request.MaxBytes = 10;
        Assert.Equal(
            [1, 0, 0], (await _client.FetchAsync(request)).Topics[0].Partitions.Select(Batches.Count));
    }

    [Fact]
    public async Task A_batch_larger_than_the_servers_own_limit_comes_whole()
    {
        await using var gateway = await TestGateway.StartAsync(
            new() { Limits = new() { FetchBytesMax = 1_000, FetchMemoryBytes = 1_000 } });
        await gateway.CreateTopicAsync("t", 1);
        using var client = await gateway.ConnectAsync();
        await client.ProduceAsync("t", 0, Batches.Large(500_000));
        var response = await client.FetchAsync(TestClientCalls.FetchOf("t", (0, 0)));
        Assert.Equal(1, Batches.Count(response.Topics[0].Partitions[0]));
        await client.FetchAsync(TestClientCalls.FetchOf("t", (0, 1)));
        Assert.Equal(0, gateway.Server.FetchMemory.TakenBytes);
    }

    [Fact]
    public async Task A_reader_of_committed_records_gets_an_empty_list_of_aborted_transactions()
    {
        await _client.ProduceAsync("t", "a");
        var request = TestClientCalls.FetchOf("t", (0, 0));
        Assert.Null((await _client.FetchAsync(request)).Topics[0].Partitions[0].AbortedTransactions);
        request.IsolationLevel = IsolationLevel.ReadCommitted;
        Assert.Empty((await _client.FetchAsync(request)).Topics[0].Partitions[0].AbortedTransactions!);
    }

    [Fact]
    public async Task Replies_keep_the_order_of_requests_past_a_waiting_fetch()
    {
        var request = TestClientCalls.FetchOf("t", (0, 0));
        request.MaxWaitMs = 300;
        var fetch = await _client.SendFetchAsync(request);
        var produce = await _client.SendProduceAsync("t", 1, Batches.Of("a"));
        Assert.Empty(Batches.Values((await _client.ReceiveFetchAsync(fetch)).Topics[0].Partitions[0], 0));
        Assert.Equal(ErrorCode.None, (await _client.ReceiveProduceAsync(produce)).ErrorCode);
    }
}
