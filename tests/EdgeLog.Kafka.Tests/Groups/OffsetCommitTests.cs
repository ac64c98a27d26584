using EdgeLog.Kafka.Groups;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing;

namespace EdgeLog.Kafka.Tests.Groups;

public sealed class OffsetCommitTests : IAsyncLifetime
{
    private static readonly GroupLimits Limits = new() { OffsetsMax = 4 };

    private readonly FakeTime _time = new();
    private TestGateway _gateway = null!;
    private TestClient _client = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(Limits, _time);
        await _gateway.CreateTopicAsync("t", 3);
        await _gateway.CreateTopicAsync("u", 3);
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Offsets_are_told_as_committed_and_survive_a_restart()
    {
        Assert.Equal(ErrorCode.None, await _client.CommitAsync("g", "t", (0, 5)));
        Assert.Equal(ErrorCode.None, await _client.CommitAsync("g", "t", (2, 6)));
        Assert.Equal(ErrorCode.None, await _client.CommitAsync("g", "t", (0, 7)));
        Assert.Equal(["t-0=7", "t-2=6"], await _client.OffsetsAsync("g"));
        await RestartAsync();
        Assert.Equal(["t-0=7", "t-2=6"], await _client.OffsetsAsync("g"));
        Assert.Empty(await _client.OffsetsAsync("h"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task Every_version_tells_the_same(short version)
    {
        await _client.CommitAsync("g", "t", (1, 9));
        var id = _gateway.Log.Topics.Find("t")!.Id;
        var request = new OffsetFetchRequest
        {
            GroupId = "g",
            Topics = [new() { Topic = "t", Partitions = [0, 1] }],
            Groups =
            [
                new() { GroupId = "g", Topics = [new() { Name = "t", TopicId = id, PartitionIndexes = [0, 1] }] },
            ],
        };
        var response = await _client.CallAsync(
            ApiKey.OffsetFetch, version, request.Write, OffsetFetchResponse.Read);
        var partitions = version < 8
            ? response.Topics.Single().Partitions
            : response.Groups.Single().Topics.Single().Partitions;
        Assert.Equal([(0, -1L), (1, 9L)], partitions.Select(one => (one.PartitionIndex, one.CommittedOffset)));
    }

    [Fact]
    public async Task What_cannot_be_committed_is_refused_for_itself()
    {
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, await _client.CommitAsync("g", "t", (3, 1)));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, await _client.CommitAsync("g", "none", (0, 1)));
        using var stranger = await GroupClient.ConnectAsync(_gateway, "g");
        Assert.Equal(ErrorCode.GroupIdNotFound, await stranger.CommitAsync("t", 0, 1));
        Assert.Empty(await _client.ListAsync());
    }

    [Fact]
    public async Task There_is_room_for_so_many_offsets_and_for_their_renewal()
    {
        for (var partition = 0; partition < 3; partition++)
        {
            Assert.Equal(ErrorCode.None, await _client.CommitAsync("g", "t", (partition, 1)));
        }

        Assert.Equal(ErrorCode.None, await _client.CommitAsync("h", "u", (0, 1)));
        Assert.Equal(ErrorCode.InvalidCommitOffsetSize, await _client.CommitAsync("h", "u", (1, 1)));
        Assert.Equal(ErrorCode.None, await _client.CommitAsync("h", "u", (0, 2)));
    }

    [Fact]
    public async Task A_group_without_members_is_listed_and_deleted_with_its_offsets()
    {
        await _client.CommitAsync("g", "t", (0, 5));
        var listed = Assert.Single(await _client.ListAsync("empty"));
        Assert.Equal(("g", "", "Empty", "classic"),
            (listed.GroupId, listed.ProtocolType, listed.GroupState, listed.GroupType));
        Assert.Equal(ErrorCode.None, await _client.DeleteAsync("g"));
        Assert.Equal(ErrorCode.GroupIdNotFound, await _client.DeleteAsync("g"));
        await RestartAsync();
        Assert.Empty(await _client.ListAsync());
        Assert.Equal("Dead", (await _client.DescribeAsync("g")).GroupState);
    }

    [Fact]
    public async Task Offsets_of_topics_in_use_are_not_deleted()
    {
        using var member = await GroupClient.ConnectAsync(_gateway, "g");
        await member.JoinAsync();
        await member.SyncAsync((member.MemberId, []));
        await member.CommitAsync("t", 0, 1);
        await member.CommitAsync("u", 0, 1);
        Assert.Equal(ErrorCode.NonEmptyGroup, await _client.DeleteAsync("g"));
        var request = new OffsetDeleteRequest
        {
            GroupId = "g",
            Topics =
            [
                new() { Name = "t", Partitions = [new() { PartitionIndex = 0 }] },
                new() { Name = "u", Partitions = [new() { PartitionIndex = 0 }] },
            ],
        };
        var response = await _client.CallAsync(ApiKey.OffsetDelete, 0, request.Write, OffsetDeleteResponse.Read);
        Assert.Equal(
            [ErrorCode.GroupSubscribedToTopic, ErrorCode.None],
            response.Topics.Select(topic => topic.Partitions.Single().ErrorCode));
        Assert.Equal(["t-0=1"], await _client.OffsetsAsync("g"));
    }

    [Fact]
    public async Task Offsets_expire_a_week_after_the_last_commit_however_the_clock_jumps()
    {
        await _client.CommitAsync("g", "t", (0, 5));
        _time.SetWallClock(_time.GetUtcNow() + TimeSpan.FromDays(4_000));
        await AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(["t-0=5"], await _client.OffsetsAsync("g"));
        await AdvanceAsync(TimeSpan.FromDays(1.1));
        await WaitUntilGoneAsync("g");
    }

    [Fact]
    public async Task Offsets_go_with_their_topic_and_are_not_those_of_its_successor()
    {
        await _client.CommitAsync("g", "t", (0, 5));
        await _gateway.Log.Topics.DeleteAsync("t", CancellationToken.None);
        await _gateway.CreateTopicAsync("t", 1);
        Assert.Empty(await _client.OffsetsAsync("g"));
        await AdvanceAsync(TimeSpan.FromMinutes(11));
        await WaitUntilGoneAsync("g");
    }

    /// <summary>Connections would be closed for idleness: a new one is made after the time has passed.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        _client.Dispose();
        _client = await _gateway.ConnectAsync();
    }

    private async Task WaitUntilGoneAsync(string group)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await _client.ListAsync()).Any(one => one.GroupId == group))
        {
            deadline.Token.ThrowIfCancellationRequested();
        }

        Assert.Empty(await _client.OffsetsAsync(group));
    }

    private async Task RestartAsync()
    {
        _client.Dispose();
        _gateway = await _gateway.RestartAsync(Limits, _time);
        _client = await _gateway.ConnectAsync();
    }
}
