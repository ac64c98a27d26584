namespace EdgeLog.Kafka.Protocol;

/// <summary>What a client does about an <see cref="ErrorCode"/>, as Kafka's own client does.</summary>
public static class ErrorCodes
{
    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsRetriable(ErrorCode error) =>
        error is ErrorCode.CorruptMessage or ErrorCode.UnknownTopicOrPartition or ErrorCode.LeaderNotAvailable or
            ErrorCode.NotLeaderOrFollower or ErrorCode.RequestTimedOut or ErrorCode.ReplicaNotAvailable or
            ErrorCode.NetworkException or ErrorCode.CoordinatorLoadInProgress or
            ErrorCode.CoordinatorNotAvailable or ErrorCode.NotCoordinator or ErrorCode.NotEnoughReplicas or
            ErrorCode.NotEnoughReplicasAfterAppend or ErrorCode.NotController or
            ErrorCode.ConcurrentTransactions or ErrorCode.KafkaStorageError or ErrorCode.FetchSessionIdNotFound or
            ErrorCode.InvalidFetchSessionEpoch or ErrorCode.ListenerNotFound or ErrorCode.FencedLeaderEpoch or
            ErrorCode.UnknownLeaderEpoch or ErrorCode.OffsetNotAvailable or
            ErrorCode.PreferredLeaderNotAvailable or ErrorCode.EligibleLeadersNotAvailable or
            ErrorCode.ElectionNotNeeded or ErrorCode.UnstableOffsetCommit or ErrorCode.ThrottlingQuotaExceeded or
            ErrorCode.UnknownTopicId or ErrorCode.InconsistentTopicId or ErrorCode.FetchSessionTopicIdError or
            ErrorCode.ShareSessionNotFound or ErrorCode.InvalidShareSessionEpoch or
            ErrorCode.ShareSessionLimitReached;

    /// <summary>
    /// Whether the client's picture of topics, leaders or coordinator is out of date and must be fetched anew.
    /// </summary>
    public static bool RefreshesMetadata(ErrorCode error) =>
        error is ErrorCode.UnknownTopicOrPartition or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderOrFollower or
            ErrorCode.ReplicaNotAvailable or ErrorCode.NetworkException or ErrorCode.CoordinatorNotAvailable or
            ErrorCode.NotCoordinator or ErrorCode.KafkaStorageError or ErrorCode.ListenerNotFound or
            ErrorCode.FencedLeaderEpoch or ErrorCode.PreferredLeaderNotAvailable or
            ErrorCode.EligibleLeadersNotAvailable or ErrorCode.ElectionNotNeeded or ErrorCode.UnknownTopicId or
            ErrorCode.InconsistentTopicId;
}
