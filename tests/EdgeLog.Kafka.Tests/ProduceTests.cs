using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Records;

namespace EdgeLog.Kafka.Tests;

public sealed class ProduceTests : IAsyncLifetime
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
    public async Task What_is_produced_is_fetched_as_it_came()
    {
        Assert.Equal(0, await _client.ProduceAsync("t", "a", "b"));
        Assert.Equal(2, await _client.ProduceAsync("t", "c"));
        Assert.Equal(["b", "c"], await _client.ReadAsync("t", 0, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task An_acknowledged_record_is_durable_and_visible(short acks)
    {
        var id = await _client.SendProduceAsync("t", 0, Batches.Of("a"), acks);
        Assert.Equal(ErrorCode.None, (await _client.ReceiveProduceAsync(id)).ErrorCode);
        Assert.Equal(1, _gateway.Log.Topics.Find("t")!.Partitions[0].HighWatermark.Value);
    }

    [Fact]
    public async Task Without_acknowledgement_there_is_no_answer_and_the_order_stays()
    {
        await _client.SendProduceAsync("t", 0, Batches.Of("a"), acks: 0);
        var id = await _client.SendProduceAsync("t", 0, Batches.Of("b"));
        Assert.Equal(1, (await _client.ReceiveProduceAsync(id)).BaseOffset);
    }

    [Fact]
    public async Task An_error_without_acknowledgement_closes_the_connection()
    {
        await _client.SendProduceAsync("unknown", 0, Batches.Of("a"), acks: 0);
        Assert.True(await _client.WaitForCloseAsync());
    }

    [Fact]
    public async Task Pipelined_requests_are_appended_and_answered_in_their_order()
    {
        const int Requests = 200;
        var ids = new List<int>();
        for (var i = 0; i < Requests; i++)
        {
            ids.Add(await _client.SendProduceAsync("t", i % 2, Batches.Of($"{i}")));
        }

        for (var i = 0; i < Requests; i++)
        {
            var result = await _client.ReceiveProduceAsync(ids[i]);
            Assert.Equal((ErrorCode.None, i / 2), (result.ErrorCode, result.BaseOffset));
        }

        Assert.Equal(
            Enumerable.Range(0, Requests / 2).Select(i => $"{2 * i}"), await _client.ReadAsync("t", 0, 0));
    }

    [Fact]
    public async Task A_repeated_idempotent_batch_gets_its_first_offset_again()
    {
        var producer = new RecordProducer(7, 0, 0);
        var batch = Batches.Of(producer, "a", "b");
        Assert.Equal(0, (await _client.ProduceAsync("t", 0, batch)).BaseOffset);
        Assert.Equal(0, (await _client.ProduceAsync("t", 0, batch)).BaseOffset);
        var next = await _client.ProduceAsync("t", 0, Batches.Of(producer with { BaseSequence = 2 }, "c"));
        Assert.Equal((ErrorCode.None, 2), (next.ErrorCode, next.BaseOffset));
    }

    [Fact]
    public async Task A_gap_in_the_sequence_is_refused()
    {
        await _client.ProduceAsync("t", 0, Batches.Of(new RecordProducer(7, 0, 0), "a"));
        var result = await _client.ProduceAsync("t", 0, Batches.Of(new RecordProducer(7, 0, 5), "b"));
        Assert.Equal((ErrorCode.OutOfOrderSequenceNumber, -1), (result.ErrorCode, result.BaseOffset));
    }

    [Fact]
    public async Task An_older_epoch_of_a_producer_is_refused()
    {
        await _client.ProduceAsync("t", 0, Batches.Of(new RecordProducer(7, 1, 0), "a"));
        var result = await _client.ProduceAsync("t", 0, Batches.Of(new RecordProducer(7, 0, 0), "b"));
        Assert.Equal(ErrorCode.InvalidProducerEpoch, result.ErrorCode);
    }

    [Fact]
    public async Task Each_partition_has_its_own_outcome()
    {
        var request = TestClientCalls.ProduceOf("t", 1, Batches.Of("a"), acks: -1);
        var second = request.Topics[0].Partitions.Add();
        (second.Index, second.Records) = (9, Batches.Of("b"));
        var response = await _client.CallAsync(ApiKey.Produce, 9, request.Write, ProduceResponse.Read);
        Assert.Equal(
            [ErrorCode.None, ErrorCode.UnknownTopicOrPartition],
            response.Topics[0].Partitions.Select(partition => partition.ErrorCode));
    }

    [Fact]
    public async Task A_topic_is_found_by_its_id_too()
    {
        var request = TestClientCalls.ProduceOf("", 0, Batches.Of("a"), acks: -1);
        request.Topics[0].TopicId = _gateway.Log.Topics.Find("t")!.Id;
        var response = await _client.CallAsync(ApiKey.Produce, 13, request.Write, ProduceResponse.Read);
        Assert.Equal(ErrorCode.None, response.Topics[0].Partitions[0].ErrorCode);
        request.Topics[0].TopicId = Guid.NewGuid();
        response = await _client.CallAsync(ApiKey.Produce, 13, request.Write, ProduceResponse.Read);
        Assert.Equal(ErrorCode.UnknownTopicId, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(11)]
    public async Task Every_version_is_understood(short version)
    {
        var request = TestClientCalls.ProduceOf("t", 0, Batches.Of("a"), acks: -1);
        var response = await _client.CallAsync(ApiKey.Produce, version, request.Write, ProduceResponse.Read);
        Assert.Equal(ErrorCode.None, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task Wrong_acks_are_refused()
    {
        var id = await _client.SendProduceAsync("t", 0, Batches.Of("a"), acks: 2);
        Assert.Equal(ErrorCode.InvalidRequiredAcks, (await _client.ReceiveProduceAsync(id)).ErrorCode);
    }

    [Fact]
    public async Task A_damaged_batch_is_refused_and_nothing_is_stored()
    {
        var batch = Batches.Of("abc");
        batch[^3] ^= 1;
        Assert.Equal(ErrorCode.CorruptMessage, (await _client.ProduceAsync("t", 0, batch)).ErrorCode);
        Assert.Equal(0, _gateway.Log.Topics.Find("t")!.Partitions[0].HighWatermark.Value);
    }

    [Fact]
    public async Task Two_batches_for_one_partition_are_refused()
    {
        byte[] batches = [.. Batches.Of("a"), .. Batches.Of("b")];
        Assert.Equal(ErrorCode.InvalidRecord, (await _client.ProduceAsync("t", 0, batches)).ErrorCode);
    }

    [Fact]
    public async Task No_records_at_all_are_refused()
    {
        var request = TestClientCalls.ProduceOf("t", 0, null, acks: -1);
        var response = await _client.CallAsync(ApiKey.Produce, 9, request.Write, ProduceResponse.Read);
        Assert.Equal(ErrorCode.InvalidRecord, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task A_batch_beyond_the_topics_limit_is_refused_as_too_large()
    {
        var result = await _client.ProduceAsync("t", 0, Batches.Large(1_100_000));
        Assert.Equal(ErrorCode.MessageTooLarge, result.ErrorCode);
    }

    [Fact]
    public async Task The_gateways_own_topics_are_not_written_by_clients()
    {
        var result = await _client.ProduceAsync("__edgelog_catalog", 0, Batches.Of("a"));
        Assert.Equal(ErrorCode.InvalidTopicException, result.ErrorCode);
    }

    [Fact]
    public async Task Zstd_in_an_old_request_is_refused()
    {
        var batch = Batches.Of(RecordProducer.None, CompressionCodec.Zstd, "a");
        var request = TestClientCalls.ProduceOf("t", 0, batch, acks: -1);
        var response = await _client.CallAsync(ApiKey.Produce, 6, request.Write, ProduceResponse.Read);
        Assert.Equal(ErrorCode.UnsupportedCompressionType, response.Topics[0].Partitions[0].ErrorCode);
    }

    [Fact]
    public async Task Producer_ids_are_given_out_once_and_transactions_refused()
    {
        var request = new InitProducerIdRequest { TransactionTimeoutMs = 60_000 };
        var first = await _client.CallAsync(ApiKey.InitProducerId, 4, request.Write, InitProducerIdResponse.Read);
        var second = await _client.CallAsync(ApiKey.InitProducerId, 4, request.Write, InitProducerIdResponse.Read);
        Assert.Equal((ErrorCode.None, (short)0), (first.ErrorCode, first.ProducerEpoch));
        Assert.NotEqual(first.ProducerId, second.ProducerId);
        request.TransactionalId = "x";
        var refused = await _client.CallAsync(ApiKey.InitProducerId, 4, request.Write, InitProducerIdResponse.Read);
        Assert.Equal((ErrorCode.UnsupportedVersion, -1), (refused.ErrorCode, refused.ProducerId));
    }
}
