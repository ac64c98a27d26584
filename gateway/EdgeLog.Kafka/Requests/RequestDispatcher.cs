using System.Collections.Immutable;
using EdgeLog.Kafka.Cluster;
using EdgeLog.Kafka.Configs;
using EdgeLog.Kafka.Fetch;
using EdgeLog.Kafka.Groups.Handlers;
using EdgeLog.Kafka.Offsets;
using EdgeLog.Kafka.Produce;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Kafka.Topics;

namespace EdgeLog.Kafka.Requests;

/// <summary>
/// Which APIs are served, in which versions, by whom. The one table is both what requests are dispatched by and what
/// ApiVersions answers, so that nothing is advertised that is not handled.
/// </summary>
internal static class RequestDispatcher
{
    /// <summary>Produce 0 to 2 are told and refused on use.</summary>
    private const short ProduceServedMin = 3;

    // 64 of these are what one connection may have waiting.
    private const int PiledBytesMax = 4 * 1024;

    private static readonly ImmutableArray<ApiHandler> Handlers =
    [
        // Produce 0 is told and refused: librdkafka before 2.12 sends uncompressed where it is missing (KAFKA-18659).
        new(new(ApiKey.Produce, 0, 13), ProduceServedMin, ProduceHandler.HandleAsync),
        new(new(ApiKey.Fetch, 4, 17), 4, FetchHandler.HandleAsync),
        Row(new(ApiKey.ListOffsets, 1, 10), ListOffsetsRequest.Read, ListOffsetsHandler.Handle),
        RowAsync(new(ApiKey.Metadata, 0, 13), MetadataRequest.Read, MetadataHandler.HandleAsync),
        RowAsync(new(ApiKey.OffsetCommit, 2, 10), OffsetCommitRequest.Read, OffsetCommitHandler.HandleAsync),
        RowAsync(new(ApiKey.OffsetFetch, 1, 10), OffsetFetchRequest.Read, OffsetFetchHandler.HandleAsync),
        Row(new(ApiKey.FindCoordinator, 0, 6), FindCoordinatorRequest.Read, FindCoordinatorHandler.Handle),
        RowAsync(new(ApiKey.JoinGroup, 0, 9), JoinGroupRequest.Read, JoinGroupHandler.HandleAsync),
        RowAsync(new(ApiKey.Heartbeat, 0, 4), HeartbeatRequest.Read, HeartbeatHandler.HandleAsync),
        RowAsync(new(ApiKey.LeaveGroup, 0, 5), LeaveGroupRequest.Read, LeaveGroupHandler.HandleAsync),
        RowAsync(new(ApiKey.SyncGroup, 0, 5), SyncGroupRequest.Read, SyncGroupHandler.HandleAsync),
        RowAsync(new(ApiKey.DescribeGroups, 0, 6), DescribeGroupsRequest.Read, DescribeGroupsHandler.HandleAsync),
        RowAsync(new(ApiKey.ListGroups, 0, 5), ListGroupsRequest.Read, ListGroupsHandler.HandleAsync),
        new(new(ApiKey.ApiVersions, 0, 4), 0, ApiVersionsHandler.HandleAsync),
        RowAsync(new(ApiKey.CreateTopics, 2, 7), CreateTopicsRequest.Read, CreateTopicsHandler.HandleAsync),
        RowAsync(new(ApiKey.DeleteTopics, 1, 6), DeleteTopicsRequest.Read, DeleteTopicsHandler.HandleAsync),
        RowAsync(new(ApiKey.InitProducerId, 0, 5), InitProducerIdRequest.Read, InitProducerIdHandler.HandleAsync),
        Row(
            new(ApiKey.OffsetForLeaderEpoch, 2, 4),
            OffsetForLeaderEpochRequest.Read, OffsetForLeaderEpochHandler.Handle),
        RowAsync(new(ApiKey.AlterConfigs, 0, 2), AlterConfigsRequest.Read, AlterConfigsHandler.HandleAsync),
        Row(new(ApiKey.DescribeLogDirs, 1, 5), DescribeLogDirsRequest.Read, DescribeLogDirsHandler.Handle),
        Row(new(ApiKey.ElectLeaders, 0, 2), ElectLeadersRequest.Read, ElectLeadersHandler.Handle),
        Row(
            new(ApiKey.ListConfigResources, 0, 1),
            ListConfigResourcesRequest.Read, ListConfigResourcesHandler.Handle),
        Row(new(ApiKey.DescribeConfigs, 1, 4), DescribeConfigsRequest.Read, DescribeConfigsHandler.Handle),
        RowAsync(
            new(ApiKey.CreatePartitions, 0, 3), CreatePartitionsRequest.Read, CreatePartitionsHandler.HandleAsync),
        RowAsync(new(ApiKey.DeleteGroups, 0, 2), DeleteGroupsRequest.Read, DeleteGroupsHandler.HandleAsync),
        RowAsync(
            new(ApiKey.IncrementalAlterConfigs, 0, 1),
            IncrementalAlterConfigsRequest.Read, IncrementalAlterConfigsHandler.HandleAsync),
        Row(
            new(ApiKey.ListPartitionReassignments, 0, 0),
            ListPartitionReassignmentsRequest.Read, ListPartitionReassignmentsHandler.Handle),
        RowAsync(new(ApiKey.OffsetDelete, 0, 0), OffsetDeleteRequest.Read, OffsetDeleteHandler.HandleAsync),
        RowAsync(
            new(ApiKey.ConsumerGroupHeartbeat, 0, 1),
            ConsumerGroupHeartbeatRequest.Read, ConsumerGroupHeartbeatHandler.HandleAsync),
        RowAsync(
            new(ApiKey.ConsumerGroupDescribe, 0, 1),
            ConsumerGroupDescribeRequest.Read, ConsumerGroupDescribeHandler.HandleAsync),
        Row(new(ApiKey.DescribeCluster, 0, 2), DescribeClusterRequest.Read, DescribeClusterHandler.Handle),
    ];

    private static readonly ApiHandler?[] ByKey = IndexByKey();

    /// <summary>What clients are told.</summary>
    public static ImmutableArray<ApiVersionRange> Advertised { get; } = [.. Handlers.Select(row => row.Advertised)];

    /// <summary>
    /// Handles a request; completes when the connection's next one may start. An unknown API or version ends the
    /// connection, as at Kafka: what its answer would look like is not known either.
    /// </summary>
    public static ValueTask HandleAsync(KafkaRequest request)
    {
        var (api, version) = (request.Header.Api, request.Header.ApiVersion);
        var handler = (uint)api < (uint)ByKey.Length ? ByKey[(int)api] : null;
        if (handler is null)
        {
            throw new KafkaProtocolException($"it sent a request with API key {(int)api}, which is not served here.");
        }

        if (!handler.Serves(version) && api != ApiKey.ApiVersions)
        {
            throw new KafkaProtocolException(
                $"it sent {api} version {version}; {handler.ServedMin} to {handler.Advertised.Max} are served.");
        }

        return handler.HandleAsync(request);
    }

    /// <summary>
    /// Sends <paramref name="body"/> as the answer, in the version of the request. A large one is sent before the next
    /// request is handled, so that a client that asks much and reads nothing makes no pile.
    /// </summary>
    public static async ValueTask ReplyAsync(KafkaRequest request, WriteBody body)
    {
        var reply = new EncodedReply(request, body, request.Header.ApiVersion);
        var isLarge = reply.SizeBytes > PiledBytesMax;
        reply.Complete();
        await request.Connection.EnqueueAsync(reply);
        if (isLarge)
        {
            await request.Connection.DrainAsync();
        }
    }

    private static ApiHandler Row<TRequest>(
        ApiVersionRange range, ReadBody<TRequest> read, Func<KafkaRequest, TRequest, WriteBody> handle) =>
        new(range, range.Min, request => ReplyAsync(request, handle(request, Read(request, read))));

    private static ApiHandler RowAsync<TRequest>(
        ApiVersionRange range, ReadBody<TRequest> read, Func<KafkaRequest, TRequest, ValueTask<WriteBody>> handle) =>
        new(range, range.Min, async request => await ReplyAsync(request, await handle(request, Read(request, read))));

    private static TRequest Read<TRequest>(KafkaRequest request, ReadBody<TRequest> read)
    {
        var reader = request.Body();
        return read(ref reader, request.Header.ApiVersion);
    }

    private static ApiHandler?[] IndexByKey()
    {
        var rows = new ApiHandler?[Handlers.Max(row => (int)row.Advertised.Key) + 1];
        foreach (var row in Handlers)
        {
            rows[(int)row.Advertised.Key] = row;
        }

        return rows;
    }
}
