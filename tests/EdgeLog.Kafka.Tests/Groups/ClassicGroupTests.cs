using EdgeLog.Kafka.Groups;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Tests.Support;
using EdgeLog.Testing;

namespace EdgeLog.Kafka.Tests.Groups;

public sealed class ClassicGroupTests : IAsyncLifetime
{
    private readonly FakeTime _time = new();
    private TestGateway _gateway = null!;
    private TestClient _admin = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(new GroupLimits { GroupSizeMax = 3 }, _time);
        await _gateway.CreateTopicAsync("t", 2);
        _admin = await _gateway.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_member_is_given_an_id_joins_and_gets_its_assignment()
    {
        using var member = await MemberAsync();
        var first = await member.ReceiveJoinAsync(await member.SendJoinAsync());
        Assert.Equal(ErrorCode.MemberIdRequired, first.ErrorCode);
        Assert.StartsWith("test-", first.MemberId);
        var joined = await member.JoinAsync();
        Assert.Equal((1, member.MemberId), (joined.GenerationId, joined.Leader));
        Assert.Equal(member.Subscription, joined.Members.Single().Metadata.ToArray());
        var synced = await member.SyncAsync((member.MemberId, [1, 2]));
        Assert.Equal([1, 2], synced.Assignment.ToArray());
        Assert.Equal(ErrorCode.None, await member.HeartbeatAsync());
        var described = await _admin.DescribeAsync("g");
        Assert.Equal(
            ("Stable", "consumer", "range"),
            (described.GroupState, described.ProtocolType, described.ProtocolData));
        Assert.Equal(("test", "/127.0.0.1"), (described.Members[0].ClientId, described.Members[0].ClientHost));
    }

    [Fact]
    public async Task A_second_member_rebalances_the_group_and_only_the_leader_learns_of_both()
    {
        using var leader = await StableAsync();
        using var follower = await MemberAsync();
        var joining = await follower.BeginJoinAsync();
        await HeartbeatUntilAsync(leader, ErrorCode.RebalanceInProgress);
        var again = await leader.JoinAsync();
        var joined = await follower.ReceiveJoinAsync(joining);
        Assert.Equal((2, 2, leader.MemberId), (again.GenerationId, again.Members.Count, again.Leader));
        Assert.Equal((2, 0, leader.MemberId), (joined.GenerationId, joined.Members.Count, joined.Leader));
        var waiting = await follower.SendSyncAsync();
        await leader.SyncAsync((leader.MemberId, [1]), (follower.MemberId, [2]));
        Assert.Equal([2], (await follower.ReceiveSyncAsync(waiting)).Assignment.ToArray());
    }

    [Fact]
    public async Task A_silent_member_is_left_out_after_its_session()
    {
        using var leader = await StableAsync();
        using var follower = await MemberAsync();
        await JoinBothAsync(leader, follower);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(ErrorCode.None, await leader.HeartbeatAsync());
        _time.Advance(TimeSpan.FromSeconds(2));
        await HeartbeatUntilAsync(leader, ErrorCode.RebalanceInProgress);
        Assert.Single((await leader.JoinAsync()).Members);
        Assert.Equal(ErrorCode.UnknownMemberId, await follower.HeartbeatAsync());
    }

    [Fact]
    public async Task A_member_that_does_not_join_again_in_time_is_left_out()
    {
        using var leader = await StableAsync();
        using var follower = await MemberAsync();
        await JoinBothAsync(leader, follower);
        var rejoining = await leader.BeginJoinAsync();
        for (var i = 0; i < 6; i++)
        {
            await HeartbeatUntilAsync(follower, ErrorCode.RebalanceInProgress);
            _time.Advance(TimeSpan.FromSeconds(9));
        }

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Single((await leader.ReceiveJoinAsync(rejoining)).Members);
    }

    [Fact]
    public async Task The_last_member_leaves_an_empty_group_and_its_offsets()
    {
        using var member = await StableAsync();
        Assert.Equal(ErrorCode.None, await member.CommitAsync("t", 1, 7));
        Assert.Equal(ErrorCode.None, await member.LeaveAsync());
        Assert.Equal("Empty", (await _admin.DescribeAsync("g")).GroupState);
        Assert.Equal(["t-1=7"], await _admin.OffsetsAsync("g"));
        Assert.Equal(ErrorCode.UnknownMemberId, await member.HeartbeatAsync());
    }

    [Fact]
    public async Task A_static_member_comes_back_without_a_rebalance_and_fences_what_it_was()
    {
        using var before = await StableAsync("i");
        using var after = await MemberAsync("i");
        var joined = await after.JoinAsync();
        Assert.Equal((1, after.MemberId, true), (joined.GenerationId, joined.Leader, joined.SkipAssignment));
        Assert.NotEqual(before.MemberId, after.MemberId);
        Assert.Equal([1], (await after.SyncAsync()).Assignment.ToArray());
        Assert.Equal(ErrorCode.FencedInstanceId, await before.HeartbeatAsync());
        Assert.Equal(ErrorCode.FencedInstanceId, await before.CommitAsync("t", 0, 1));
    }

    [Fact]
    public async Task Who_has_nothing_in_common_with_the_group_is_refused()
    {
        using var member = await StableAsync();
        using var other = await _gateway.ConnectAsync();
        var request = new JoinGroupRequest
        {
            GroupId = "g",
            SessionTimeoutMs = 10_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "sticky" }],
        };
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, await JoinErrorAsync(other, request));
        request.Protocols[0].Name = GroupClient.Strategy;
        request.ProtocolType = "connect";
        Assert.Equal(ErrorCode.InconsistentGroupProtocol, await JoinErrorAsync(other, request));
        request.SessionTimeoutMs = 1;
        Assert.Equal(ErrorCode.InvalidSessionTimeout, await JoinErrorAsync(other, request));
        request.GroupId = "";
        Assert.Equal(ErrorCode.InvalidGroupId, await JoinErrorAsync(other, request));
    }

    [Fact]
    public async Task A_full_group_takes_nobody_more()
    {
        var members = new List<GroupClient>();
        for (var i = 0; i < 3; i++)
        {
            members.Add(await MemberAsync());
            await members[i].BeginJoinAsync();
            await WaitForMembersAsync(i + 1);
        }

        using var fourth = await MemberAsync();
        await fourth.ReceiveJoinAsync(await fourth.SendJoinAsync());
        Assert.Equal(ErrorCode.GroupMaxSizeReached, (await fourth.JoinAsync()).ErrorCode);
        members.ForEach(member => member.Dispose());
    }

    [Fact]
    public async Task Members_and_generation_survive_a_restart()
    {
        using var before = await StableAsync();
        await before.CommitAsync("t", 0, 5);
        _admin.Dispose();
        _gateway = await _gateway.RestartAsync(new GroupLimits(), _time);
        _admin = await _gateway.ConnectAsync();
        using var after = await MemberAsync();
        Assert.Equal("Stable", (await _admin.DescribeAsync("g")).GroupState);
        Assert.Equal(["t-0=5"], await _admin.OffsetsAsync("g"));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal((2, 1), await JoinedAsync(after));
    }

    private static async Task<(int Generation, int Members)> JoinedAsync(GroupClient member)
    {
        var joined = await member.JoinAsync();
        return (joined.GenerationId > 1 ? 2 : joined.GenerationId, joined.Members.Count);
    }

    private static async Task<ErrorCode> JoinErrorAsync(TestClient client, JoinGroupRequest request) =>
        (await client.CallAsync(ApiKey.JoinGroup, 3, request.Write, JoinGroupResponse.Read)).ErrorCode;

    private static async Task HeartbeatUntilAsync(GroupClient member, ErrorCode expected)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await member.HeartbeatAsync() is var error && error != expected)
        {
            Assert.Equal(ErrorCode.None, error);
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task WaitForMembersAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await _admin.DescribeAsync("g")).Members.Count != count)
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task JoinBothAsync(GroupClient leader, GroupClient follower)
    {
        var joining = await follower.BeginJoinAsync();
        await HeartbeatUntilAsync(leader, ErrorCode.RebalanceInProgress);
        await leader.JoinAsync();
        await follower.ReceiveJoinAsync(joining);
        var waiting = await follower.SendSyncAsync();
        await leader.SyncAsync((leader.MemberId, [1]), (follower.MemberId, [2]));
        await follower.ReceiveSyncAsync(waiting);
    }

    private Task<GroupClient> MemberAsync(string? instanceId = null) =>
        GroupClient.ConnectAsync(_gateway, "g", instanceId);

    /// <summary>A member alone in its group, with assignment 1.</summary>
    private async Task<GroupClient> StableAsync(string? instanceId = null)
    {
        var member = await MemberAsync(instanceId);
        await member.JoinAsync();
        await member.SyncAsync((member.MemberId, [1]));
        return member;
    }
}
