using EdgeLog.Kafka.Groups;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing;

namespace EdgeLog.Kafka.Tests.Groups;

/// <summary>The new protocol (KIP-848), heartbeat by heartbeat.</summary>
public sealed class ConsumerGroupTests : IAsyncLifetime
{
    private readonly FakeTime _time = new();
    private TestGateway _gateway = null!;
    private TestClient _client = null!;
    private Guid _topic;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(new GroupLimits(), _time);
        _topic = (await _gateway.CreateTopicAsync("t", 4)).Id;
        _client = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_member_alone_gets_everything_at_once()
    {
        var joined = await JoinAsync("a");
        Assert.Equal((ErrorCode.None, "a", 5_000), (joined.ErrorCode, joined.MemberId, joined.HeartbeatIntervalMs));
        Assert.Equal([0, 1, 2, 3], PartitionsOf(joined));
        Assert.Null((await BeatAsync("a", joined.MemberEpoch)).Assignment);
        Assert.Equal(("g", "consumer", "Stable", "consumer"), await ListedAsync());
    }

    [Fact]
    public async Task A_second_member_gets_its_half_when_the_first_has_given_it_up()
    {
        var a = await JoinAsync("a");
        var b = await JoinAsync("b");
        Assert.Empty(PartitionsOf(b));
        var told = await BeatAsync("a", a.MemberEpoch);
        Assert.Equal(a.MemberEpoch, told.MemberEpoch);
        var kept = PartitionsOf(told);
        Assert.Equal(2, kept.Length);
        Assert.Null((await BeatAsync("b", b.MemberEpoch)).Assignment);
        var advanced = await BeatAsync("a", a.MemberEpoch, kept);
        Assert.Equal(b.MemberEpoch, advanced.MemberEpoch);
        var given = PartitionsOf(await BeatAsync("b", b.MemberEpoch));
        Assert.Equal([0, 1, 2, 3], kept.Concat(given).Order());
    }

    [Fact]
    public async Task A_member_that_leaves_or_is_silent_leaves_its_partitions_to_the_others()
    {
        var a = await JoinAsync("a");
        var b = await JoinAsync("b");
        var kept = PartitionsOf(await BeatAsync("a", a.MemberEpoch));
        a = await BeatAsync("a", a.MemberEpoch, kept);
        Assert.Equal(-1, (await BeatAsync("b", -1)).MemberEpoch);
        a = await BeatAsync("a", a.MemberEpoch, kept);
        Assert.Equal([0, 1, 2, 3], PartitionsOf(a));
        _time.Advance(TimeSpan.FromSeconds(46));
        Assert.Equal(ErrorCode.UnknownMemberId, (await BeatAsync("a", a.MemberEpoch)).ErrorCode);
        Assert.Equal(("g", "consumer", "Empty", "consumer"), await ListedAsync());
        Assert.Equal(ErrorCode.None, await _client.DeleteAsync("g"));
        Assert.Empty(await _client.ListAsync());
    }

    [Fact]
    public async Task Who_is_ahead_or_behind_is_fenced_and_a_lost_answer_is_forgiven()
    {
        var a = await JoinAsync("a");
        Assert.Equal(ErrorCode.FencedMemberEpoch, (await BeatAsync("a", a.MemberEpoch + 1)).ErrorCode);
        Assert.Equal(ErrorCode.FencedMemberEpoch, (await BeatAsync("a", a.MemberEpoch - 1)).ErrorCode);
        Assert.Equal(ErrorCode.UnknownMemberId, (await BeatAsync("x", 2)).ErrorCode);
        var again = await JoinAsync("a");
        Assert.Equal((a.MemberEpoch, 4), (again.MemberEpoch, PartitionsOf(again).Length));
        Assert.Equal(ErrorCode.StaleMemberEpoch, await CommitAsync("a", a.MemberEpoch - 1));
        Assert.Equal(ErrorCode.None, await CommitAsync("a", a.MemberEpoch));
    }

    [Fact]
    public async Task A_static_member_comes_back_to_its_partitions()
    {
        var a = await JoinAsync("a", instanceId: "i");
        Assert.Equal(ErrorCode.UnreleasedInstanceId, (await JoinAsync("b", instanceId: "i")).ErrorCode);
        Assert.Equal(-2, (await BeatAsync("a", -2, instanceId: "i")).MemberEpoch);
        var b = await JoinAsync("b", instanceId: "i");
        Assert.Equal((a.MemberEpoch, 4), (b.MemberEpoch, PartitionsOf(b).Length));
        Assert.Equal(ErrorCode.FencedInstanceId, (await BeatAsync("a", a.MemberEpoch, instanceId: "i")).ErrorCode);
    }

    [Fact]
    public async Task Topics_that_grow_or_match_a_pattern_later_are_assigned_too()
    {
        var request = Joining("a");
        (request.SubscribedTopicNames, request.SubscribedTopicRegex) = (null, "t.*");
        var a = await SendAsync(request);
        Assert.Equal(4, PartitionsOf(a).Length);
        await _gateway.Log.Topics.AddPartitionsAsync("t", 6, CancellationToken.None);
        await _gateway.CreateTopicAsync("t2", 1);
        await _gateway.CreateTopicAsync("other", 1);
        var told = await BeatAsync("a", a.MemberEpoch);
        Assert.Equal(7, told.Assignment!.TopicPartitions.Sum(topic => topic.Partitions.Count));
        request.SubscribedTopicRegex = "(";
        Assert.Equal(ErrorCode.InvalidRegularExpression, (await SendAsync(request)).ErrorCode);
    }

    [Fact]
    public async Task Both_protocols_exclude_each_other_while_somebody_is_in_the_group()
    {
        await JoinAsync("a");
        using var classic = await GroupClient.ConnectAsync(_gateway, "g");
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, (await classic.JoinAsync()).ErrorCode);
        await BeatAsync("a", -1);
        Assert.Equal(ErrorCode.None, (await classic.JoinAsync()).ErrorCode);
        Assert.Equal(ErrorCode.GroupIdNotFound, (await JoinAsync("a")).ErrorCode);
        await classic.LeaveAsync();
        Assert.Equal(ErrorCode.None, (await JoinAsync("a")).ErrorCode);
    }

    [Fact]
    public async Task Members_epochs_and_assignments_survive_a_restart()
    {
        var a = await JoinAsync("a");
        _client.Dispose();
        _gateway = await _gateway.RestartAsync(new GroupLimits(), _time);
        _client = await _gateway.ConnectAsync();
        var beat = await BeatAsync("a", a.MemberEpoch);
        Assert.Equal((ErrorCode.None, a.MemberEpoch), (beat.ErrorCode, beat.MemberEpoch));
        _time.Advance(TimeSpan.FromSeconds(46));
        Assert.Equal(ErrorCode.UnknownMemberId, (await BeatAsync("a", a.MemberEpoch)).ErrorCode);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        Assert.Equal(ErrorCode.GroupIdNotFound, (await BeatAsync("a", 5)).ErrorCode);
        Assert.Equal(ErrorCode.InvalidRequest, (await JoinAsync("")).ErrorCode);
        Assert.Equal(ErrorCode.InvalidRequest, (await BeatAsync("a", -2)).ErrorCode);
        Assert.Equal(ErrorCode.InvalidRequest, (await BeatAsync("a", 0)).ErrorCode);
        var request = Joining("a");
        request.ServerAssignor = "best";
        Assert.Equal(ErrorCode.UnsupportedAssignor, (await SendAsync(request)).ErrorCode);
    }

    private static int[] PartitionsOf(ConsumerGroupHeartbeatResponse response) =>
        [.. response.Assignment!.TopicPartitions.SelectMany(topic => topic.Partitions)];

    private static ConsumerGroupHeartbeatRequest Joining(string memberId) => new()
    {
        GroupId = "g",
        MemberId = memberId,
        InstanceId = null,
        RackId = null,
        ServerAssignor = null,
        RebalanceTimeoutMs = 60_000,
        SubscribedTopicNames = ["t"],
        SubscribedTopicRegex = null,
        TopicPartitions = [],
    };

    private Task<ConsumerGroupHeartbeatResponse> JoinAsync(string memberId, string? instanceId = null)
    {
        var request = Joining(memberId);
        request.InstanceId = instanceId;
        return SendAsync(request);
    }

    private Task<ConsumerGroupHeartbeatResponse> BeatAsync(
        string memberId, int epoch, int[]? owned = null, string? instanceId = null) => SendAsync(new()
        {
            GroupId = "g",
            MemberId = memberId,
            MemberEpoch = epoch,
            InstanceId = instanceId,
            RackId = null,
            ServerAssignor = null,
            SubscribedTopicNames = null,
            SubscribedTopicRegex = null,
            TopicPartitions = owned is null ? null : [new() { TopicId = _topic, Partitions = [.. owned] }],
        });

    private Task<ConsumerGroupHeartbeatResponse> SendAsync(ConsumerGroupHeartbeatRequest request) =>
        _client.CallAsync(ApiKey.ConsumerGroupHeartbeat, 1, request.Write, ConsumerGroupHeartbeatResponse.Read);

    private async Task<ErrorCode> CommitAsync(string memberId, int epoch)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = "g",
            MemberId = memberId,
            GenerationIdOrMemberEpoch = epoch,
            Topics = [new() { TopicId = _topic, Partitions = [new() { CommittedOffset = 1 }] }],
        };
        var response = await _client.CallAsync(
            ApiKey.OffsetCommit, 10, request.Write, OffsetCommitResponse.Read);
        return response.Topics.Single().Partitions.Single().ErrorCode;
    }

    private async Task<(string, string, string, string)> ListedAsync()
    {
        var group = (await _client.ListAsync()).Single();
        return (group.GroupId, group.ProtocolType, group.GroupState, group.GroupType);
    }
}
