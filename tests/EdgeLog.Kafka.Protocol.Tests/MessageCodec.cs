namespace EdgeLog.Kafka.Protocol.Tests;

/// <summary>Reads and writes a message known by its name.</summary>
internal sealed class MessageCodec
{
    private static readonly Dictionary<string, MessageCodec> Codecs = new()
    {
        [nameof(ProduceRequest)] = Of<ProduceRequest>(
            ProduceRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ProduceResponse)] = Of<ProduceResponse>(
            ProduceResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(FetchRequest)] = Of<FetchRequest>(
            FetchRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(FetchResponse)] = Of<FetchResponse>(
            FetchResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListOffsetsRequest)] = Of<ListOffsetsRequest>(
            ListOffsetsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListOffsetsResponse)] = Of<ListOffsetsResponse>(
            ListOffsetsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(MetadataRequest)] = Of<MetadataRequest>(
            MetadataRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(MetadataResponse)] = Of<MetadataResponse>(
            MetadataResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(FindCoordinatorRequest)] = Of<FindCoordinatorRequest>(
            FindCoordinatorRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(FindCoordinatorResponse)] = Of<FindCoordinatorResponse>(
            FindCoordinatorResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ApiVersionsRequest)] = Of<ApiVersionsRequest>(
            ApiVersionsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ApiVersionsResponse)] = Of<ApiVersionsResponse>(
            ApiVersionsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(CreateTopicsRequest)] = Of<CreateTopicsRequest>(
            CreateTopicsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(CreateTopicsResponse)] = Of<CreateTopicsResponse>(
            CreateTopicsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DeleteTopicsRequest)] = Of<DeleteTopicsRequest>(
            DeleteTopicsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DeleteTopicsResponse)] = Of<DeleteTopicsResponse>(
            DeleteTopicsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(InitProducerIdRequest)] = Of<InitProducerIdRequest>(
            InitProducerIdRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(InitProducerIdResponse)] = Of<InitProducerIdResponse>(
            InitProducerIdResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetForLeaderEpochRequest)] = Of<OffsetForLeaderEpochRequest>(
            OffsetForLeaderEpochRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetForLeaderEpochResponse)] = Of<OffsetForLeaderEpochResponse>(
            OffsetForLeaderEpochResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeConfigsRequest)] = Of<DescribeConfigsRequest>(
            DescribeConfigsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeConfigsResponse)] = Of<DescribeConfigsResponse>(
            DescribeConfigsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(CreatePartitionsRequest)] = Of<CreatePartitionsRequest>(
            CreatePartitionsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(CreatePartitionsResponse)] = Of<CreatePartitionsResponse>(
            CreatePartitionsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(IncrementalAlterConfigsRequest)] = Of<IncrementalAlterConfigsRequest>(
            IncrementalAlterConfigsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(IncrementalAlterConfigsResponse)] = Of<IncrementalAlterConfigsResponse>(
            IncrementalAlterConfigsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListPartitionReassignmentsRequest)] = Of<ListPartitionReassignmentsRequest>(
            ListPartitionReassignmentsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListPartitionReassignmentsResponse)] = Of<ListPartitionReassignmentsResponse>(
            ListPartitionReassignmentsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeClusterRequest)] = Of<DescribeClusterRequest>(
            DescribeClusterRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeClusterResponse)] = Of<DescribeClusterResponse>(
            DescribeClusterResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeTopicPartitionsRequest)] = Of<DescribeTopicPartitionsRequest>(
            DescribeTopicPartitionsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeTopicPartitionsResponse)] = Of<DescribeTopicPartitionsResponse>(
            DescribeTopicPartitionsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetCommitRequest)] = Of<OffsetCommitRequest>(
            OffsetCommitRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetCommitResponse)] = Of<OffsetCommitResponse>(
            OffsetCommitResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetFetchRequest)] = Of<OffsetFetchRequest>(
            OffsetFetchRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetFetchResponse)] = Of<OffsetFetchResponse>(
            OffsetFetchResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(JoinGroupRequest)] = Of<JoinGroupRequest>(
            JoinGroupRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(JoinGroupResponse)] = Of<JoinGroupResponse>(
            JoinGroupResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(HeartbeatRequest)] = Of<HeartbeatRequest>(
            HeartbeatRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(HeartbeatResponse)] = Of<HeartbeatResponse>(
            HeartbeatResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(LeaveGroupRequest)] = Of<LeaveGroupRequest>(
            LeaveGroupRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(LeaveGroupResponse)] = Of<LeaveGroupResponse>(
            LeaveGroupResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(SyncGroupRequest)] = Of<SyncGroupRequest>(
            SyncGroupRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(SyncGroupResponse)] = Of<SyncGroupResponse>(
            SyncGroupResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeGroupsRequest)] = Of<DescribeGroupsRequest>(
            DescribeGroupsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeGroupsResponse)] = Of<DescribeGroupsResponse>(
            DescribeGroupsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListGroupsRequest)] = Of<ListGroupsRequest>(
            ListGroupsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListGroupsResponse)] = Of<ListGroupsResponse>(
            ListGroupsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DeleteGroupsRequest)] = Of<DeleteGroupsRequest>(
            DeleteGroupsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DeleteGroupsResponse)] = Of<DeleteGroupsResponse>(
            DeleteGroupsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetDeleteRequest)] = Of<OffsetDeleteRequest>(
            OffsetDeleteRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetDeleteResponse)] = Of<OffsetDeleteResponse>(
            OffsetDeleteResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupHeartbeatRequest)] = Of<ConsumerGroupHeartbeatRequest>(
            ConsumerGroupHeartbeatRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupHeartbeatResponse)] = Of<ConsumerGroupHeartbeatResponse>(
            ConsumerGroupHeartbeatResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupDescribeRequest)] = Of<ConsumerGroupDescribeRequest>(
            ConsumerGroupDescribeRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupDescribeResponse)] = Of<ConsumerGroupDescribeResponse>(
            ConsumerGroupDescribeResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DeleteRecordsRequest)] = Of<DeleteRecordsRequest>(
            DeleteRecordsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DeleteRecordsResponse)] = Of<DeleteRecordsResponse>(
            DeleteRecordsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(AlterConfigsRequest)] = Of<AlterConfigsRequest>(
            AlterConfigsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(AlterConfigsResponse)] = Of<AlterConfigsResponse>(
            AlterConfigsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeLogDirsRequest)] = Of<DescribeLogDirsRequest>(
            DescribeLogDirsRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeLogDirsResponse)] = Of<DescribeLogDirsResponse>(
            DescribeLogDirsResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ElectLeadersRequest)] = Of<ElectLeadersRequest>(
            ElectLeadersRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ElectLeadersResponse)] = Of<ElectLeadersResponse>(
            ElectLeadersResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeProducersRequest)] = Of<DescribeProducersRequest>(
            DescribeProducersRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(DescribeProducersResponse)] = Of<DescribeProducersResponse>(
            DescribeProducersResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListConfigResourcesRequest)] = Of<ListConfigResourcesRequest>(
            ListConfigResourcesRequest.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ListConfigResourcesResponse)] = Of<ListConfigResourcesResponse>(
            ListConfigResourcesResponse.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(OffsetCommitValue)] = Of<OffsetCommitValue>(
            OffsetCommitValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(GroupMetadataValue)] = Of<GroupMetadataValue>(
            GroupMetadataValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupMetadataValue)] = Of<ConsumerGroupMetadataValue>(
            ConsumerGroupMetadataValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupMemberMetadataValue)] = Of<ConsumerGroupMemberMetadataValue>(
            ConsumerGroupMemberMetadataValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupTargetAssignmentMetadataValue)] = Of<ConsumerGroupTargetAssignmentMetadataValue>(
            ConsumerGroupTargetAssignmentMetadataValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupTargetAssignmentMemberValue)] = Of<ConsumerGroupTargetAssignmentMemberValue>(
            ConsumerGroupTargetAssignmentMemberValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
        [nameof(ConsumerGroupCurrentMemberAssignmentValue)] = Of<ConsumerGroupCurrentMemberAssignmentValue>(
            ConsumerGroupCurrentMemberAssignmentValue.Read, static (m, ref w, v) => m.Write(ref w, v)),
    };

    private readonly ReadMessage<object> _read;
    private readonly WriteMessage<object> _write;

    private MessageCodec(ReadMessage<object> read, WriteMessage<object> write)
    {
        _read = read;
        _write = write;
    }

    private delegate T ReadMessage<out T>(ref KafkaReader reader, short version);

    private delegate void WriteMessage<in T>(T message, ref KafkaWriter writer, short version);

    public static MessageCodec Of(string name) => Codecs[name];

    public object Read(ReadOnlyMemory<byte> bytes, short version, out int remaining)
    {
        var reader = new KafkaReader(bytes);
        var message = _read(ref reader, version);
        remaining = reader.Remaining;
        return message;
    }

    public byte[] Write(object message, short version)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        _write(message, ref writer, version);
        return buffer.WrittenSpan.ToArray();
    }

    private static MessageCodec Of<T>(ReadMessage<T> read, WriteMessage<T> write)
        where T : class =>
        new(
            (ref reader, version) => read(ref reader, version),
            (message, ref writer, version) => write((T)message, ref writer, version));
}
