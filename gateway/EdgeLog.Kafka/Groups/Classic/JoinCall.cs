using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>A JoinGroup under way.</summary>
/// <param name="Request">What was asked; holds nothing of the request's frame.</param>
/// <param name="Version">In which version.</param>
/// <param name="Client">By whom.</param>
/// <param name="Answer">Where the answer goes.</param>
internal sealed record JoinCall(
    JoinGroupRequest Request,
    short Version,
    ClientIdentity Client,
    TaskCompletionSource<JoinGroupResponse> Answer)
{
    /// <summary>From this version on, new members are given their id first and then join with it.</summary>
    private const short MemberIdVersion = 4;

    /// <summary>Whether a new member has to join again with the id it is given (KIP-394).</summary>
    public bool MustKnowItsId => Version >= MemberIdVersion && Request.GroupInstanceId is null;

    public void Fail(ErrorCode error) => Answer.TrySetResult(JoinAnswers.Failed(Request.MemberId, error));
}
