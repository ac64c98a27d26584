using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;

namespace EdgeLog.Kafka.Tests;

public sealed class FetchSessionTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(
            new() { Limits = new() { FetchSessionsMax = 2, FetchSessionPartitionsMax = 5 } });
        await _gateway.CreateTopicAsync("t", 4);
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_session_tells_only_what_changed()
    {
        await _client.ProduceAsync("t", 1, Batches.Of("a"));
        var first = await BeginAsync((0, 0), (1, 0));
        Assert.Equal([0, 1], Told(first));
        Assert.NotEqual(0, first.SessionId);

        // The client has read partition 1 and says so; nothing is new.
        Assert.Empty(Told(await ContinueAsync(first.SessionId, 1, (1, 1))));
        await _client.ProduceAsync("t", 0, Batches.Of("b"));
        var third = await ContinueAsync(first.SessionId, 2);
        Assert.Equal([0], Told(third));
        Assert.Equal(["b"], Batches.Values(third.Topics[0].Partitions[0], 0));
    }

    [Fact]
    public async Task A_session_goes_on_over_another_connection()
    {
        var first = await BeginAsync((0, 0));
        await _client.ProduceAsync("t", "a");
        using var other = await _gateway.ConnectAsync();
        var told = Told(await other.FetchAsync(Continued(first.SessionId, 1)));
        Assert.Equal([0], told);
    }

    [Fact]
    public async Task Forgotten_partitions_are_told_no_more_and_an_empty_session_ends()
    {
        var first = await BeginAsync((0, 0), (1, 0));
        await _client.ProduceAsync("t", 0, Batches.Of("a"));
        await _client.ProduceAsync("t", 1, Batches.Of("b"));
        var request = Continued(first.SessionId, 1);
        request.ForgottenTopics.Add(new() { Name = "t", Partitions = [0] });
        var told = Told(await _client.FetchAsync(request));
        Assert.Equal([1], told);
        request = Continued(first.SessionId, 2);
        request.ForgottenTopics.Add(new() { Name = "t", Partitions = [1] });
        Assert.Equal(0, (await _client.FetchAsync(request)).SessionId);
        Assert.Equal(0, _gateway.Server.FetchSessions.Count);
    }

    [Fact]
    public async Task A_wrong_epoch_or_session_is_refused()
    {
        var first = await BeginAsync((0, 0));
        var wrongEpoch = await ContinueAsync(first.SessionId, 5);
        Assert.Equal((ErrorCode.InvalidFetchSessionEpoch, 0), (wrongEpoch.ErrorCode, wrongEpoch.Topics.Count));
        Assert.Equal(
            ErrorCode.FetchSessionIdNotFound, (await ContinueAsync(first.SessionId ^ 1, 1)).ErrorCode);
        Assert.Equal(ErrorCode.None, (await ContinueAsync(first.SessionId, 1)).ErrorCode);
    }

    [Fact]
    public async Task A_session_keeps_naming_topics_as_it_began()
    {
        var first = await BeginAsync((0, 0));
        var request = Continued(first.SessionId, 1);
        var response = await _client.FetchAsync(request, 13);
        Assert.Equal(ErrorCode.FetchSessionTopicIdError, response.ErrorCode);
    }

    [Fact]
    public async Task A_final_epoch_ends_the_session()
    {
        var first = await BeginAsync((0, 0));
        var request = TestClientCalls.FetchOf("t", (0, 0));
        (request.SessionId, request.SessionEpoch) = (first.SessionId, -1);
        Assert.Equal(0, (await _client.FetchAsync(request)).SessionId);
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, (await ContinueAsync(first.SessionId, 1)).ErrorCode);
    }

    [Fact]
    public async Task An_error_is_told_each_time_and_so_is_recovery()
    {
        var first = await BeginAsync((0, 3), (1, 0));
        Assert.Equal(ErrorCode.OffsetOutOfRange, first.Topics[0].Partitions[0].ErrorCode);
        var again = Told(await ContinueAsync(first.SessionId, 1));
        Assert.Equal([0], again);
        var recovered = await ContinueAsync(first.SessionId, 2, (0, 0));
        Assert.Equal([0], Told(recovered));
        Assert.Equal(ErrorCode.None, recovered.Topics[0].Partitions[0].ErrorCode);
        Assert.Empty(Told(await ContinueAsync(first.SessionId, 3)));
    }

    [Fact]
    public async Task Where_there_is_no_room_for_a_session_none_is_given_and_the_data_comes()
    {
        await _client.ProduceAsync("t", "a");
        Assert.NotEqual(0, (await BeginAsync((0, 0))).SessionId);
        Assert.NotEqual(0, (await BeginAsync((0, 0))).SessionId);
        var third = await BeginAsync((0, 0));
        Assert.Equal((0, ErrorCode.None), (third.SessionId, third.ErrorCode));
        Assert.Equal(["a"], Batches.Values(third.Topics[0].Partitions[0], 0));
    }

    [Fact]
    public async Task A_session_that_grows_beyond_the_limit_is_ended()
    {
        var first = await BeginAsync((0, 0), (1, 0));
        var second = await BeginAsync((0, 0), (1, 0));
        var grown = await ContinueAsync(second.SessionId, 1, (2, 0), (3, 0));
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, grown.ErrorCode);
        Assert.Equal(ErrorCode.None, (await ContinueAsync(first.SessionId, 1, (2, 0), (3, 0))).ErrorCode);
    }

    [Fact]
    public async Task Partitions_take_turns_where_the_response_is_too_small_for_all()
    {
        for (var partition = 0; partition < 3; partition++)
        {
            await _client.ProduceAsync("t", partition, Batches.Large(1_000));
        }

        var begin = TestClientCalls.FetchOf("t", (0, 0), (1, 0), (2, 0));
        (begin.SessionEpoch, begin.MaxBytes) = (0, 1);
        var response = await _client.FetchAsync(begin);
        var id = response.SessionId;
        var served = new List<int>();
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            served.AddRange(response.Topics[0].Partitions
                .Where(partition => Batches.Count(partition) > 0).Select(partition => partition.Index));
            var request = Continued(id, epoch);
            request.MaxBytes = 1;
            response = await _client.FetchAsync(request);
        }

        Assert.Equal([0, 1, 2], served);
    }

    private static int[] Told(FetchResponse response)
    {
        Assert.Equal(ErrorCode.None, response.ErrorCode);
        return [.. response.Topics.SelectMany(topic => topic.Partitions).Select(partition => partition.Index).Order()];
    }

    private static FetchRequest Continued(int session, int epoch, params (int Partition, long Offset)[] positions)
    {
        var request = TestClientCalls.FetchOf("t", positions);
        (request.SessionId, request.SessionEpoch) = (session, epoch);
        if (positions.Length == 0)
        {
            request.Topics.Clear();
        }

        return request;
    }

    private Task<FetchResponse> BeginAsync(params (int Partition, long Offset)[] positions) =>
        _client.FetchAsync(Continued(0, 0, positions));

    private Task<FetchResponse> ContinueAsync(
        int session, int epoch, params (int Partition, long Offset)[] positions) =>
        _client.FetchAsync(Continued(session, epoch, positions));
}
