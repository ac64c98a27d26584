using System.Text;
using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Groups.Classic;

/// <summary>A member of a group of the classic protocol. The coordinator's loop's.</summary>
internal sealed class ClassicMember
{
    public required string Id { get; init; }

    /// <summary>A static member's name, under which it comes back without a rebalance; or null.</summary>
    public string? InstanceId { get; init; }

    public required string ClientId { get; init; }

    public required string ClientHost { get; init; }

    public TimeSpan SessionTimeout { get; set; }

    public TimeSpan RebalanceTimeout { get; set; }

    /// <summary>The ways of assignment it supports, the best first.</summary>
    public List<MemberProtocol> Protocols { get; set; } = [];

    public ReadOnlyMemory<byte> Assignment { get; set; }

    /// <summary>Fires when nothing was heard of it for too long.</summary>
    public required GroupTimer Session { get; init; }

    /// <summary>Whether it waits for its first generation.</summary>
    public bool IsNew { get; set; }

    /// <summary>Whether it has asked for its assignment in this generation.</summary>
    public bool HasSynced { get; set; }

    /// <summary>Its JoinGroup that waits for the others; null where none does.</summary>
    public TaskCompletionSource<JoinGroupResponse>? Joining { get; set; }

    /// <summary>Its SyncGroup that waits for the leader's; null where none does.</summary>
    public TaskCompletionSource<SyncGroupResponse>? Syncing { get; set; }

    /// <summary>What it takes of the memory that members may take.</summary>
    public int SizeBytes => SizeOf(Protocols) + Assignment.Length;

    public static int SizeOf(List<MemberProtocol> protocols) =>
        protocols.Sum(protocol => protocol.Metadata.Length + Encoding.UTF8.GetByteCount(protocol.Name));

    public bool Supports(string protocol) => Protocols.Exists(own => own.Name == protocol);

    /// <summary>What it said for that way of assignment; empty where it does not support it.</summary>
    public ReadOnlyMemory<byte> MetadataFor(string? protocol) =>
        Protocols.Find(own => own.Name == protocol)?.Metadata ?? default;

    public bool HasSame(List<MemberProtocol> protocols) =>
        protocols.Count == Protocols.Count
        && protocols.Zip(Protocols).All(pair =>
            pair.First.Name == pair.Second.Name && pair.First.Metadata.Span.SequenceEqual(pair.Second.Metadata.Span));

    /// <summary>Notes what it says when it joins, and that it waits.</summary>
    public void Update(JoinCall call)
    {
        // A JoinGroup that still waits comes from a connection that is gone: its client asks anew.
        AnswerJoin(JoinAnswers.Failed(Id, ErrorCode.UnknownMemberId));
        SessionTimeout = TimeSpan.FromMilliseconds(call.Request.SessionTimeoutMs);
        RebalanceTimeout = call.Version >= 1
            ? TimeSpan.FromMilliseconds(Math.Max(call.Request.RebalanceTimeoutMs, 0))
            : SessionTimeout;
        Protocols = call.Request.Protocols;
        Joining = call.Answer;
    }

    /// <summary>Answers its JoinGroup, where one waits.</summary>
    public void AnswerJoin(JoinGroupResponse response)
    {
        Joining?.TrySetResult(response);
        Joining = null;
    }

    /// <summary>Answers its SyncGroup, where one waits.</summary>
    public void AnswerSync(SyncGroupResponse response)
    {
        Syncing?.TrySetResult(response);
        Syncing = null;
    }
}
