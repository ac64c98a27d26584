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
