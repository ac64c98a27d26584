namespace EdgeLog.Kafka.Protocol;

/// <summary>Which versions of each message the codecs know, and from which on they are flexible (KIP-482).</summary>
public static class MessageVersions
{
    /// <summary>The versions that can be read and written; none where the API has no codec.</summary>
    public static ApiVersionRange Known(ApiKey api) => api switch
    {
        ApiKey.Produce => new(api, 3, 13),
        ApiKey.Fetch => new(api, 4, 17),
        ApiKey.ListOffsets => new(api, 1, 11),
        ApiKey.Metadata => new(api, 0, 13),
        ApiKey.FindCoordinator => new(api, 0, 6),
        ApiKey.ApiVersions => new(api, 0, 4),
        ApiKey.CreateTopics => new(api, 2, 7),
        ApiKey.DeleteTopics => new(api, 1, 6),
        ApiKey.InitProducerId => new(api, 0, 5),
        ApiKey.OffsetForLeaderEpoch => new(api, 2, 4),
        ApiKey.DescribeConfigs => new(api, 1, 4),
        ApiKey.CreatePartitions => new(api, 0, 3),
        ApiKey.IncrementalAlterConfigs => new(api, 0, 1),
        ApiKey.ListPartitionReassignments => new(api, 0, 0),
        ApiKey.DescribeCluster => new(api, 0, 2),
        ApiKey.DescribeTopicPartitions => new(api, 0, 0),
        ApiKey.OffsetCommit => new(api, 2, 10),
        ApiKey.OffsetFetch => new(api, 1, 10),
        ApiKey.JoinGroup => new(api, 0, 9),
        ApiKey.Heartbeat => new(api, 0, 4),
        ApiKey.LeaveGroup => new(api, 0, 5),
        ApiKey.SyncGroup => new(api, 0, 5),
        ApiKey.DescribeGroups => new(api, 0, 6),
        ApiKey.ListGroups => new(api, 0, 5),
        ApiKey.DeleteRecords => new(api, 0, 2),
        ApiKey.AlterConfigs => new(api, 0, 2),
        ApiKey.DescribeLogDirs => new(api, 1, 5),
        ApiKey.DeleteGroups => new(api, 0, 2),
        ApiKey.ElectLeaders => new(api, 0, 2),
        ApiKey.OffsetDelete => new(api, 0, 0),
        ApiKey.DescribeProducers => new(api, 0, 0),
        ApiKey.ConsumerGroupHeartbeat => new(api, 0, 1),
        ApiKey.ConsumerGroupDescribe => new(api, 0, 1),
        ApiKey.ListConfigResources => new(api, 0, 1),
        _ => new(api, 0, -1),
    };

    /// <summary>Whether <paramref name="version"/> uses compact lengths and tagged fields.</summary>
    public static bool IsFlexible(ApiKey api, short version) => version >= FlexibleFrom(api);

    private static short FlexibleFrom(ApiKey api) => api switch
    {
        ApiKey.AlterPartitionReassignments or ApiKey.ListPartitionReassignments or
            ApiKey.DescribeUserScramCredentials or ApiKey.AlterUserScramCredentials or ApiKey.DescribeQuorum or
            ApiKey.UpdateFeatures or ApiKey.DescribeCluster or ApiKey.DescribeProducers or
            ApiKey.DescribeTransactions or ApiKey.ListTransactions or ApiKey.ConsumerGroupHeartbeat or
            ApiKey.ConsumerGroupDescribe or ApiKey.GetTelemetrySubscriptions or ApiKey.PushTelemetry or
            ApiKey.ListConfigResources or ApiKey.DescribeTopicPartitions => 0,
        ApiKey.WriteTxnMarkers or ApiKey.IncrementalAlterConfigs or ApiKey.DescribeClientQuotas or
            ApiKey.AlterClientQuotas => 1,
        ApiKey.DeleteRecords or ApiKey.InitProducerId or ApiKey.DescribeAcls or ApiKey.CreateAcls or
            ApiKey.DeleteAcls or ApiKey.AlterConfigs or ApiKey.DescribeLogDirs or ApiKey.SaslAuthenticate or
            ApiKey.CreatePartitions or ApiKey.DeleteGroups or ApiKey.ElectLeaders => 2,
        ApiKey.FindCoordinator or ApiKey.ListGroups or ApiKey.ApiVersions or ApiKey.AddPartitionsToTxn or
            ApiKey.AddOffsetsToTxn or ApiKey.EndTxn or ApiKey.TxnOffsetCommit => 3,
        ApiKey.Heartbeat or ApiKey.LeaveGroup or ApiKey.SyncGroup or ApiKey.DeleteTopics or
            ApiKey.OffsetForLeaderEpoch or ApiKey.DescribeConfigs => 4,
        ApiKey.DescribeGroups or ApiKey.CreateTopics => 5,
        ApiKey.ListOffsets or ApiKey.OffsetFetch or ApiKey.JoinGroup => 6,
        ApiKey.OffsetCommit => 8,
        ApiKey.Produce or ApiKey.Metadata => 9,
        ApiKey.Fetch => 12,
        _ => short.MaxValue,
    };
}
