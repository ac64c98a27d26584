using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Consumer;

/// <summary>What a heartbeat may say, whoever sends it.</summary>
internal static class HeartbeatRules
{
    /// <summary>What is wrong with a heartbeat as such; null where nothing is.</summary>
    public static (ErrorCode Error, string Message)? Refuse(ConsumerGroupHeartbeatRequest request)
    {
        var problem = request switch
        {
            { GroupId: "" } => "GroupId can't be empty.",
            { MemberId: "" } => "MemberId can't be empty.",
            { InstanceId: "" } => "InstanceId can't be empty.",
            { RackId: "" } => "RackId can't be empty.",
            { MemberEpoch: < ConsumerEpoch.LeaveStatic } => $"MemberEpoch is invalid: {request.MemberEpoch}.",
            { MemberEpoch: ConsumerEpoch.LeaveStatic, InstanceId: null } => "InstanceId can't be null.",
            { MemberEpoch: ConsumerEpoch.Join } => RefuseJoin(request),
            _ => null,
        };
        if (problem is not null)
        {
            return (ErrorCode.InvalidRequest, problem);
        }

        if (request.ServerAssignor is { } assignor and not (UniformAssignor.Name or RangeAssignor.Name))
        {
            return (
                ErrorCode.UnsupportedAssignor,
                $"ServerAssignor {assignor} is not supported. Supported assignors: "
                + $"{UniformAssignor.Name}, {RangeAssignor.Name}.");
        }

        return request.SubscribedTopicRegex is { Length: > 0 } pattern && SubscribedTopics.Parse(pattern) is null
            ? (ErrorCode.InvalidRegularExpression, $"SubscribedTopicRegex `{pattern}` is not a valid pattern.")
            : null;
    }

    /// <summary>Whether a member may go on from the epoch it says; it may not have got the last answer.</summary>
    public static ErrorCode CheckEpoch(ConsumerMember member, HeartbeatCall call)
    {
        var epoch = call.Request.MemberEpoch;
        if (epoch == ConsumerEpoch.Join || epoch == member.Epoch)
        {
            return ErrorCode.None;
        }

        var hasMissedOne = epoch == member.PreviousEpoch && epoch < member.Epoch
            && call.Owned is { } owned && owned.IsSubsetOf(member.Assigned);
        return hasMissedOne ? ErrorCode.None : ErrorCode.FencedMemberEpoch;
    }

    private static string? RefuseJoin(ConsumerGroupHeartbeatRequest request) => request switch
    {
        { RebalanceTimeoutMs: -1 } => "RebalanceTimeoutMs must be provided in first request.",
        { TopicPartitions: not { Count: 0 } } => "TopicPartitions must be empty when (re-)joining.",
        { SubscribedTopicNames: null, SubscribedTopicRegex: null or "" } =>
            "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
        _ => null,
    };
}
