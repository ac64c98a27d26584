using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Text;
using EdgeLog.Connect;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>
/// MQTT topic → where its messages go, remembered so that a known topic costs one look-up of its bytes and no string.
/// Safe from any thread; replaced whole when the routes change.
/// </summary>
internal sealed class TopicMap(LogDirectory log, RouteTable routes, LiveDelivery delivery, int topicsMax)
{
    private readonly ConcurrentDictionary<byte[], RouteTarget> _targets = new(Utf8Comparer.Instance);
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    /// <summary>The target of a topic that was resolved before and is still good, or null.</summary>
    public RouteTarget? Find(ReadOnlySpan<byte> mqttTopic) =>
        _targets.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(mqttTopic, out var target) && target.IsCurrent
            ? target
            : null;

    /// <summary>A log topic that was found or created before and is still there, or null.</summary>
    public Topic? FindTopic(string name) =>
        _topics.TryGetValue(name, out var topic) && !topic.Partitions[0].IsDeleted ? topic : null;

    /// <summary>Works out where a topic, known to be valid, goes; creates the log topic where there is none.</summary>
    public async ValueTask<RouteTarget> ResolveAsync(byte[] mqttTopic, CancellationToken cancellation)
    {
        var plan = routes.Plan(Encoding.UTF8.GetString(mqttTopic));
        var topic = plan.Route is { IsStored: false } ? null : await FindOrCreateAsync(plan.Topic, cancellation);
        var partition = topic is not null && plan.Key is not null ? topic.PartitionFor(plan.Key) : null;
        var target = new RouteTarget(mqttTopic, plan, topic, partition);
        if (_targets.Count >= topicsMax)
        {
            _targets.Clear();
        }

        _targets[mqttTopic] = target;
        return target;
    }

    /// <summary>
    /// The log topic of that name, created if need be, or topic <c>mqtt</c> where it cannot be. Its records are watched
    /// for subscribers from here on.
    /// </summary>
    public async ValueTask<Topic> FindOrCreateAsync(string name, CancellationToken cancellation) =>
        Remember(name, await CreateIfNeededAsync(name, cancellation));

    /// <summary>
    /// The dead-letter topic of that name, which falls under no limit, or topic <c>mqtt</c> where it cannot be.
    /// </summary>
    public async ValueTask<Topic> FindOrCreateLettersAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return Remember(name, await DeadLetterTopic.FindOrCreateAsync(log.Topics, name, cancellation));
        }
        catch (TopicException)
        {
            return await FindOrCreateAsync(name, cancellation);
        }
    }

    private Topic Remember(string name, Topic topic)
    {
        delivery.Watch(topic);
        if (_topics.Count >= topicsMax)
        {
            _topics.Clear();
        }

        _topics[name] = topic;
        return topic;
    }

    private async ValueTask<Topic> CreateIfNeededAsync(string name, CancellationToken cancellation)
    {
        if (TopicNames.IsAllowed(name))
        {
            try
            {
                return await log.Topics.GetOrCreateAsync(name, cancellation);
            }
            catch (TopicException refusal) when (refusal.Error is TopicError.PolicyViolation or TopicError.InvalidName)
            {
                // The limit on topics is reached, or the catalog's idea of a name is stricter: topic mqtt takes it.
            }
        }

        return log.Topics.Find(TopicNames.Unrouted) ?? await CreateUnroutedAsync(cancellation);
    }

    private async Task<Topic> CreateUnroutedAsync(CancellationToken cancellation)
    {
        try
        {
            // Created as if by a person, so that it does not fall under the limit that sent the message here.
            return await log.Topics.CreateAsync(
                TopicNames.Unrouted, 1, ReadOnlyDictionary<string, string>.Empty, cancellation);
        }
        catch (TopicException race) when (race.Error == TopicError.TopicExists)
        {
            return log.Topics.Find(TopicNames.Unrouted)!;
        }
    }
}
