using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Tests.Support;

/// <summary>One consumer's side of the classic group protocol, step by step, on a connection of its own.</summary>
internal sealed class GroupClient(TestClient client, string group) : IDisposable
{
    public const string Strategy = "range";

    public string MemberId { get; set; } = "";

    public string? InstanceId { get; init; }

    public int Generation { get; private set; }

    /// <summary>What it says for the strategy.</summary>
    public byte[] Subscription { get; set; } = [0, 0, 0, 0, 0, 1, 0, 1, (byte)'t', 0, 0, 0, 0];

    public int SessionTimeoutMs { get; init; } = 10_000;

    public int RebalanceTimeoutMs { get; init; } = 60_000;

    public static async Task<GroupClient> ConnectAsync(TestGateway gateway, string group, string? instanceId = null) =>
        new(await gateway.ConnectAsync(), group) { InstanceId = instanceId };

    public TestClient Client => client;

    /// <summary>Joins, twice where it is given an id first, up to the generation.</summary>
    public async Task<JoinGroupResponse> JoinAsync()
    {
        var response = await ReceiveJoinAsync(await SendJoinAsync());
        return response.ErrorCode == ErrorCode.MemberIdRequired
            ? await ReceiveJoinAsync(await SendJoinAsync())
            : response;
    }

    /// <summary>Sends a JoinGroup with its id, which it gets first where it has none; the answer is to come.</summary>
    public async Task<int> BeginJoinAsync()
    {
        if (MemberId.Length == 0 && InstanceId is null)
        {
            await ReceiveJoinAsync(await SendJoinAsync());
        }

        return await SendJoinAsync();
    }

    public Task<int> SendJoinAsync() => client.SendAsync(ApiKey.JoinGroup, 9, new JoinGroupRequest
    {
        GroupId = group,
        MemberId = MemberId,
        GroupInstanceId = InstanceId,
        SessionTimeoutMs = SessionTimeoutMs,
        RebalanceTimeoutMs = RebalanceTimeoutMs,
        ProtocolType = "consumer",
        Protocols = [new() { Name = Strategy, Metadata = Subscription }],
    }.Write);

    public async Task<JoinGroupResponse> ReceiveJoinAsync(int correlationId)
    {
        var response = await client.ReceiveAsync(ApiKey.JoinGroup, 9, correlationId, JoinGroupResponse.Read);
        MemberId = response.MemberId.Length > 0 ? response.MemberId : MemberId;
        Generation = response.GenerationId;
        return response;
    }

    public async Task<SyncGroupResponse> SyncAsync(params (string MemberId, byte[] Assignment)[] assignments) =>
        await ReceiveSyncAsync(await SendSyncAsync(assignments));

    public Task<int> SendSyncAsync(params (string MemberId, byte[] Assignment)[] assignments) =>
        client.SendAsync(ApiKey.SyncGroup, 5, new SyncGroupRequest
        {
            GroupId = group,
            GenerationId = Generation,
            MemberId = MemberId,
            GroupInstanceId = InstanceId,
            ProtocolType = "consumer",
            ProtocolName = Strategy,
            Assignments = [.. assignments.Select(one => new SyncGroupRequest.MemberAssignment
            {
                MemberId = one.MemberId,
                Assignment = one.Assignment,
            })],
        }.Write);

    public Task<SyncGroupResponse> ReceiveSyncAsync(int correlationId) =>
        client.ReceiveAsync(ApiKey.SyncGroup, 5, correlationId, SyncGroupResponse.Read);

    public async Task<ErrorCode> HeartbeatAsync() => (await client.CallAsync(
        ApiKey.Heartbeat, 4,
        new HeartbeatRequest
        {
            GroupId = group,
            GenerationId = Generation,
            MemberId = MemberId,
            GroupInstanceId = InstanceId,
        }.Write,
        HeartbeatResponse.Read)).ErrorCode;

    public async Task<ErrorCode> LeaveAsync()
    {
        var request = new LeaveGroupRequest
        {
            GroupId = group,
            Members = [new() { MemberId = MemberId, GroupInstanceId = InstanceId }],
        };
        var response = await client.CallAsync(ApiKey.LeaveGroup, 5, request.Write, LeaveGroupResponse.Read);
        return response.Members.Single().ErrorCode;
    }

    /// <summary>Commits one offset in the name of this member.</summary>
    public Task<ErrorCode> CommitAsync(string topic, int partition, long offset) =>
        client.CommitAsync(group, topic, (partition, offset), this);

    public void Dispose() => client.Dispose();
}
