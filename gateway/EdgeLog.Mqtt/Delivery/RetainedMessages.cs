using System.Text;

namespace EdgeLog.Mqtt;

/// <summary>
/// The retained messages, in memory: new subscribers get them at once; a restart forgets them, while their records stay
/// in the log. Bounded in number and bytes. Any thread, under one lock.
/// </summary>
internal sealed class RetainedMessages(MqttLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<byte[], RetainedMessage> _messages = new(Utf8Comparer.Instance);
    private long _sizeBytes;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>
    /// Keeps a message in place of its topic's last; an empty payload removes that (MQTT 5, 3.3.1.3).
    /// </summary>
    public void Set(scoped LiveMessage message)
    {
        lock (_lock)
        {
            if (_messages.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(message.Topic, out _, out var old))
            {
                _sizeBytes -= old.SizeBytes;
            }

            var sizeBytes = message.Topic.Length + message.Payload.Length + message.Properties.Length;
            var isFull = _messages.Count >= limits.RetainedMessagesMax
                || _sizeBytes + sizeBytes > limits.RetainedBytesMax;
            if (message.Payload.IsEmpty || isFull)
            {
                return;
            }

            var kept = new RetainedMessage
            {
                Topic = message.Topic.ToArray(),
                Payload = message.Payload.ToArray(),
                Properties = message.Properties.ToArray(),
                QualityOfService = message.QualityOfService,
                ExpirySeconds = message.ExpirySeconds,
                ReceivedAt = time.GetTimestamp(),
                Levels = Encoding.UTF8.GetString(message.Topic).Split('/'),
            };
            _messages.Add(kept.Topic, kept);
            _sizeBytes += kept.SizeBytes;
        }
    }

    /// <summary>Delivers to a new subscription what it matches.</summary>
    public void DeliverTo(Subscription subscription)
    {
        foreach (var kept in Matching(subscription.Filter))
        {
            var left = kept.ExpirySeconds is { } seconds
                ? seconds - (long)time.GetElapsedTime(kept.ReceivedAt).TotalSeconds
                : (long?)null;
            if (left is null or > 0)
            {
                var message = new LiveMessage
                {
                    Topic = kept.Topic,
                    Payload = kept.Payload,
                    Properties = kept.Properties,
                    QualityOfService = kept.QualityOfService,
                    IsRetained = true,
                    ExpirySeconds = (uint?)left,
                };
                subscription.Session.DeliverRetained(message, subscription);
            }
        }
    }

    private List<RetainedMessage> Matching(TopicFilter filter)
    {
        lock (_lock)
        {
            return [.. _messages.Values.Where(kept => filter.Matches(kept.Levels))];
        }
    }
}
