using System.Net;
using System.Net.Sockets;
using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeLog.Bridge;

/// <summary>Tries a mirror's way to its target, step by step, with a connection of its own.</summary>
internal sealed class MirrorProbe(MirrorPlan plan, LogDirectory log, DialBroker dial, TimeProvider time)
{
    // Bit of Kafka's AclOperation WRITE in the authorized operations of a topic.
    private const int WriteBit = 1 << 4;
    private const int TopicsShown = 5;

    private readonly ClientWorld _world = new(plan.Client, dial, time);
    private readonly List<MirrorTestStep> _steps = [];

    public async Task<IReadOnlyList<MirrorTestStep>> RunAsync(CancellationToken cancellation)
    {
        foreach (BrokerEndpoint server in plan.Client.BootstrapServers)
        {
            await TryServerAsync(server, cancellation);
        }

        await using var client = new KafkaClient(_world);
        MetadataResponse? metadata = null;
        bool answered = await StepAsync("metadata", async () =>
        {
            metadata = await client.DescribeAsync(TargetTopics(), cancellation);
            return $"cluster {metadata.ClusterId}, {metadata.Brokers.Count} brokers: "
                + string.Join(", ", metadata.Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
        });
        if (!answered)
        {
            return _steps;
        }

        foreach (MetadataResponse.Broker broker in metadata!.Brokers)
        {
            await StepAsync($"broker {broker.NodeId}", async () =>
            {
                BrokerConnection connection = await client.ConnectAsync(broker.NodeId).WaitAsync(cancellation);
                return $"{connection.Endpoint} reached";
            });
        }

        await StepAsync("producer id", async () => $"{await client.InitProducerIdAsync(cancellation)}");
        await TryTopicsAsync(client, metadata, cancellation);
        return _steps;
    }

    private async Task TryServerAsync(BrokerEndpoint server, CancellationToken cancellation)
    {
        bool isResolved = await StepAsync($"DNS {server.Host}", async () =>
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(server.Host, cancellation);
            return string.Join(", ", addresses.Select(address => address.ToString()));
        });
        bool isConnected = isResolved && await StepAsync($"TCP {server}", async () =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(plan.Client.ConnectTimeout);
            await using Stream stream = await _world.Dial(server, limit.Token);
            return "connected";
        });
        if (isConnected)
        {
            await StepAsync($"API versions {server}", async () =>
            {
                await using BrokerConnection connection =
                    await BrokerConnection.OpenAsync(server, _world, cancellation);
                return $"Produce {connection.VersionOf(ApiKey.Produce, ProduceFrame.VersionMax)}, "
                    + $"Metadata {connection.VersionOf(ApiKey.Metadata, 12)}";
            });
        }
    }

    private async Task TryTopicsAsync(KafkaClient client, MetadataResponse metadata, CancellationToken cancellation)
    {
        foreach (MetadataResponse.Topic topic in metadata.Topics.Take(TopicsShown))
        {
            if (topic.ErrorCode == ErrorCode.UnknownTopicOrPartition)
            {
                await StepAsync($"create {topic.Name}", () => TryCreateAsync(client, topic.Name!, cancellation));
                continue;
            }

            await StepAsync($"produce {topic.Name}", () => Task.FromResult(CheckWrite(topic)));
        }
    }

    private static string CheckWrite(MetadataResponse.Topic topic)
    {
        if (topic.ErrorCode != ErrorCode.None)
        {
            throw new KafkaErrorException(topic.ErrorCode, $"topic {topic.Name}");
        }

        bool isUnknown = topic.TopicAuthorizedOperations == int.MinValue;
        return isUnknown || (topic.TopicAuthorizedOperations & WriteBit) != 0
            ? $"{topic.Partitions.Count} partitions, {(isUnknown ? "rights not told" : "may write")}"
            : throw new KafkaErrorException(
                ErrorCode.TopicAuthorizationFailed,
                TroubleFixes.Describe(ErrorCode.TopicAuthorizationFailed, topic.Name!, null).Fix);
    }

    private async Task<string> TryCreateAsync(KafkaClient client, string name, CancellationToken cancellation)
    {
        var request = new CreateTopicsRequest
        {
            ValidateOnly = true,
            Topics =
            [
                new CreateTopicsRequest.Topic
                {
                    Name = name, NumPartitions = 1, ReplicationFactor = plan.Settings.ReplicationFactor,
                },
            ],
        };
        CreateTopicsResponse response = await client.CreateTopicsAsync(request, cancellation);
        CreateTopicsResponse.Topic result = response.Topics[0];
        return result.ErrorCode is ErrorCode.None or ErrorCode.TopicAlreadyExists
            ? "does not exist yet and may be created"
            : throw new KafkaErrorException(result.ErrorCode, result.ErrorMessage ?? $"topic {name} cannot be created");
    }

    private IEnumerable<string> TargetTopics()
    {
        var silent = new MirrorReport(plan.Mirror.Name, NullLogger.Instance);
        var topics = new MirrorTopics(log, plan.Settings, silent, new LoopSignal());
        return log.Topics.Snapshot.Values.Where(topics.Includes)
            .Select(topic => plan.Settings.Policy.FormatRemoteTopic(topic.Name))
            .Order(StringComparer.Ordinal)
            .Take(TopicsShown)
            .Append(plan.Settings.Policy.PositionsTopic);
    }

    private async Task<bool> StepAsync(string name, Func<Task<string>> step)
    {
        try
        {
            _steps.Add(new MirrorTestStep(name, true, await step()));
            return true;
        }
        catch (OperationCanceledException)
        {
            _steps.Add(new MirrorTestStep(name, false, "no answer in time"));
        }
        catch (Exception error) when (
            error is SocketException or IOException or BrokerUnreachableException or KafkaErrorException)
        {
            _steps.Add(new MirrorTestStep(name, false, error.Message));
        }

        return false;
    }
}
