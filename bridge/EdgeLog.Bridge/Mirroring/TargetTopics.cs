using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Bridge;

/// <summary>
/// Looks the mirror's topics up in the target and creates what is missing. One request after the other.
/// </summary>
internal sealed class TargetTopics(KafkaClient client, short replicationFactor)
{
    /// <summary>
    /// The state of <paramref name="wanted"/> after missing topics were created and missing partitions added. Refusals
    /// are in the result, topic by topic; throws <see cref="BrokerUnreachableException"/> where nobody answers.
    /// </summary>
    public async Task<IReadOnlyList<ClusterTopic>> EnsureAsync(
        IReadOnlyCollection<WantedTopic> wanted, CancellationToken cancellation)
    {
        Dictionary<string, ClusterTopic> found = await DescribeAsync(wanted, cancellation);
        Dictionary<string, ClusterTopic> refused = [];
        WantedTopic[] missing = [.. wanted.Where(topic => IsMissing(found, topic))];
        if (missing.Length > 0)
        {
            await CreateAsync(missing, refused, cancellation);
        }

        WantedTopic[] small = [.. wanted.Where(topic => IsSmall(found, topic))];
        if (small.Length > 0)
        {
            await GrowAsync(small, refused, cancellation);
        }

        if (missing.Length + small.Length > 0)
        {
            found = await DescribeAsync(wanted, cancellation);
        }

        return [.. wanted.Select(topic => refused.GetValueOrDefault(topic.Name) ?? found[topic.Name])];
    }

    private static bool IsMissing(Dictionary<string, ClusterTopic> found, WantedTopic topic) =>
        found[topic.Name].Error == ErrorCode.UnknownTopicOrPartition;

    private static bool IsSmall(Dictionary<string, ClusterTopic> found, WantedTopic topic) =>
        found[topic.Name] is { Error: ErrorCode.None } there && there.Leaders.Count < topic.Partitions;

    private async Task<Dictionary<string, ClusterTopic>> DescribeAsync(
        IReadOnlyCollection<WantedTopic> wanted, CancellationToken cancellation)
    {
        MetadataResponse metadata = await client.DescribeAsync(wanted.Select(topic => topic.Name), cancellation);
        Dictionary<string, ClusterTopic> found = wanted.ToDictionary(
            topic => topic.Name,
            topic => ClusterTopic.Failed(topic.Name, ErrorCode.UnknownTopicOrPartition, null));
        foreach (MetadataResponse.Topic topic in metadata.Topics)
        {
            if (topic.Name is { } name && found.ContainsKey(name))
            {
                found[name] = new ClusterTopic(name, topic.ErrorCode, null, LeadersOf(topic));
            }
        }

        return found;
    }

    private static int[] LeadersOf(MetadataResponse.Topic topic)
    {
        int[] leaders = new int[topic.Partitions.Count];
        Array.Fill(leaders, -1);
        foreach (MetadataResponse.Partition partition in topic.Partitions)
        {
            if (partition.PartitionIndex >= 0 && partition.PartitionIndex < leaders.Length)
            {
                leaders[partition.PartitionIndex] = partition.LeaderId;
            }
        }

        return leaders;
    }

    private async Task CreateAsync(
        WantedTopic[] missing, Dictionary<string, ClusterTopic> refused, CancellationToken cancellation)
    {
        var request = new CreateTopicsRequest { Topics = [.. missing.Select(ToCreate)] };
        CreateTopicsResponse response = await client.CreateTopicsAsync(request, cancellation);
        foreach (CreateTopicsResponse.Topic topic in response.Topics)
        {
            if (topic.ErrorCode is not (ErrorCode.None or ErrorCode.TopicAlreadyExists))
            {
                refused[topic.Name] = ClusterTopic.Failed(topic.Name, topic.ErrorCode, topic.ErrorMessage);
            }
        }
    }

    private async Task GrowAsync(
        WantedTopic[] small, Dictionary<string, ClusterTopic> refused, CancellationToken cancellation)
    {
        var request = new CreatePartitionsRequest
        {
            Topics =
            [
                .. small.Select(topic => new CreatePartitionsRequest.Topic
                {
                    Name = topic.Name,
                    Count = topic.Partitions,
                    Assignments = null,
                }),
            ],
        };
        CreatePartitionsResponse response = await client.CreatePartitionsAsync(request, cancellation);
        foreach (CreatePartitionsResponse.Result result in response.Results)
        {
            // Somebody else may have added them between our question and our request.
            if (result.ErrorCode is not (ErrorCode.None or ErrorCode.InvalidPartitions))
            {
                refused[result.Name] = ClusterTopic.Failed(result.Name, result.ErrorCode, result.ErrorMessage);
            }
        }
    }

    private CreateTopicsRequest.Topic ToCreate(WantedTopic topic) => new()
    {
        Name = topic.Name,
        NumPartitions = topic.Partitions,
        ReplicationFactor = replicationFactor,
        Configs =
        [
            .. topic.Config.Select(pair => new CreateTopicsRequest.Config { Name = pair.Key, Value = pair.Value }),
        ],
    };
}
