using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge.Tests.FakeKafka;

internal sealed partial class FakeCluster
{
    private static readonly ApiKey[] Apis =
    [
        ApiKey.Produce, ApiKey.Fetch, ApiKey.ListOffsets, ApiKey.Metadata, ApiKey.ApiVersions, ApiKey.CreateTopics,
        ApiKey.CreatePartitions, ApiKey.InitProducerId,
    ];

    private byte[] Handle(FakeBroker broker, RequestHeader header, ref KafkaReader reader)
    {
        short version = header.ApiVersion;
        if (header.Api == ApiKey.ApiVersions && version > ApiVersionsMax)
        {
            var refusal = new ApiVersionsResponse { ErrorCode = ErrorCode.UnsupportedVersion };
            return Encode(header with { ApiVersion = 0 }, refusal.Write);
        }

        return Encode(header, header.Api switch
        {
            ApiKey.ApiVersions => Versions().Write,
            ApiKey.Metadata => Describe(MetadataRequest.Read(ref reader, version)).Write,
            ApiKey.InitProducerId => GiveProducerId().Write,
            ApiKey.CreateTopics => Create(CreateTopicsRequest.Read(ref reader, version)).Write,
            ApiKey.CreatePartitions => Grow(CreatePartitionsRequest.Read(ref reader, version)).Write,
            ApiKey.Produce => Produce(broker, ProduceRequest.Read(ref reader, version)).Write,
            ApiKey.ListOffsets => Offsets(ListOffsetsRequest.Read(ref reader, version)).Write,
            ApiKey.Fetch => Fetch(FetchRequest.Read(ref reader, version)).Write,
            _ => throw new KafkaProtocolException($"the fake has no {header.Api}"),
        });
    }

    private static byte[] Encode(RequestHeader header, WriteMessage write)
    {
        using var buffer = new KafkaBuffer();
        var writer = new KafkaWriter(buffer);
        int start = writer.BeginFrame();
        new ResponseHeader(header.CorrelationId).Write(ref writer, header.Api, header.ApiVersion);
        write(ref writer, header.ApiVersion);
        writer.EndFrame(start);
        return buffer.WrittenSpan.ToArray();
    }

    private static ApiVersionsResponse Versions() => new()
    {
        ApiKeys =
        [
            .. Apis.Select(api => new ApiVersionsResponse.Api
            {
                Key = api,
                MinVersion = MessageVersions.Known(api).Min,
                MaxVersion = MessageVersions.Known(api).Max,
            }),
        ],
    };

    private MetadataResponse Describe(MetadataRequest request)
    {
        var response = new MetadataResponse { ClusterId = "fake", ControllerId = 1 };
        response.Brokers.AddRange(Brokers.Where(broker => broker.IsUp).Select(broker =>
            new MetadataResponse.Broker { NodeId = broker.Id, Host = "127.0.0.1", Port = broker.AdvertisedPort }));
        foreach (MetadataRequest.Topic asked in request.Topics ?? [])
        {
            bool isThere = _topics.TryGetValue(asked.Name!, out FakePartition[]? partitions);
            response.Topics.Add(new MetadataResponse.Topic
            {
                Name = asked.Name,
                ErrorCode = isThere ? ErrorCode.None : ErrorCode.UnknownTopicOrPartition,
                TopicAuthorizedOperations = Refused.ContainsKey(asked.Name!) ? 0 : -1,
                Partitions =
                [
                    .. (partitions ?? []).Select((partition, index) => new MetadataResponse.Partition
                    {
                        PartitionIndex = index,
                        LeaderId = Brokers[partition.Leader - 1].IsUp ? partition.Leader : -1,
                    }),
                ],
            });
        }

        return response;
    }

    private CreateTopicsResponse Create(CreateTopicsRequest request)
    {
        var response = new CreateTopicsResponse();
        foreach (CreateTopicsRequest.Topic topic in request.Topics)
        {
            ErrorCode error = Refused.TryGetValue(topic.Name, out ErrorCode refused) ? refused
                : _topics.ContainsKey(topic.Name) ? ErrorCode.TopicAlreadyExists
                : ErrorCode.None;
            if (error == ErrorCode.None && !request.ValidateOnly)
            {
                _topics[topic.Name] = [.. Enumerable.Range(0, topic.NumPartitions).Select(NewPartition)];
            }

            response.Topics.Add(new CreateTopicsResponse.Topic { Name = topic.Name, ErrorCode = error });
        }

        return response;
    }

    private CreatePartitionsResponse Grow(CreatePartitionsRequest request)
    {
        var response = new CreatePartitionsResponse();
        foreach (CreatePartitionsRequest.Topic topic in request.Topics)
        {
            FakePartition[] there = _topics[topic.Name];
            int added = topic.Count - there.Length;
            _topics[topic.Name] = [.. there, .. Enumerable.Range(there.Length, added).Select(NewPartition)];
            response.Results.Add(new CreatePartitionsResponse.Result { Name = topic.Name });
        }

        return response;
    }

    private ProduceResponse Produce(FakeBroker broker, ProduceRequest request)
    {
        ProduceRequests++;
        bool hasScriptedError = ProduceErrors.TryDequeue(out ErrorCode scripted);
        var response = new ProduceResponse();
        foreach (ProduceRequest.Topic topic in request.Topics)
        {
            ProduceResponse.Topic answered = response.Topics.Add().Reset(topic.Name, Guid.Empty);
            foreach (ProduceRequest.Partition partition in topic.Partitions)
            {
                ProduceResponse.Partition answer = answered.Partitions.Add().Reset(partition.Index);
                (answer.ErrorCode, answer.BaseOffset) = hasScriptedError
                    ? (scripted, -1)
                    : Append(broker, topic.Name, partition);
            }
        }

        return response;
    }

    private (ErrorCode Error, long BaseOffset) Append(
        FakeBroker broker, string topic, ProduceRequest.Partition partition)
    {
        if (Refused.TryGetValue(topic, out ErrorCode refused))
        {
            return (refused, -1);
        }

        if (!_topics.TryGetValue(topic, out FakePartition[]? there) || partition.Index >= there.Length)
        {
            return (ErrorCode.UnknownTopicOrPartition, -1);
        }

        FakePartition target = there[partition.Index];
        return target.Leader == broker.Id
            ? target.Append(partition.Records!.Value.Span)
            : (ErrorCode.NotLeaderOrFollower, -1);
    }

    private InitProducerIdResponse GiveProducerId() => ProducerIdErrors.TryDequeue(out ErrorCode error)
        ? new InitProducerIdResponse { ErrorCode = error }
        : new InitProducerIdResponse { ProducerId = _nextProducerId++ };

    private ListOffsetsResponse Offsets(ListOffsetsRequest request)
    {
        ListOffsetsRequest.Topic topic = request.Topics[0];
        bool isEarliest = topic.Partitions[0].Timestamp == ListOffsetsTimestamp.Earliest;
        long offset = isEarliest ? 0 : _topics[topic.Name][0].EndOffset;
        var partition = new ListOffsetsResponse.Partition { Offset = offset };
        if (OffsetErrors.TryDequeue(out ErrorCode error))
        {
            partition.ErrorCode = error;
        }

        return new ListOffsetsResponse
        {
            Topics = [new ListOffsetsResponse.Topic { Name = topic.Name, Partitions = [partition] }],
        };
    }

    private FetchResponse Fetch(FetchRequest request)
    {
        FetchRequest.Topic topic = request.Topics[0];
        FakePartition there = _topics[topic.Name][0];
        var response = new FetchResponse();
        FetchResponse.Topic answered = response.Topics.Add();
        answered.Name = topic.Name;
        FetchedPartition fetched = answered.Partitions.Add().Reset(0);
        fetched.HighWatermark = there.EndOffset;
        fetched.Records = there.ReadFrom(topic.Partitions[0].FetchOffset);
        return response;
    }
}
