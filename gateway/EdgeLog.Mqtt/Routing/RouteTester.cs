using System.Text;
using EdgeLog.Connect;

namespace EdgeLog.Mqtt;

/// <summary>Works out what would become of a message, for <c>edgelog routes test</c>.</summary>
internal static class RouteTester
{
    public static RouteTest Test(RouteTable routes, string mqttTopic, ReadOnlySpan<byte> payload, TimeProvider time)
    {
        var topic = Encoding.UTF8.GetBytes(mqttTopic);
        if (!TopicFilter.IsTopicName(topic) || !FieldReader.IsText(topic))
        {
            return new RouteTest
            {
                Outcome = RouteTestOutcome.InvalidTopic,
                Message = "An MQTT topic has at least one character, and none of + # and U+0000.",
            };
        }

        var plan = routes.Plan(mqttTopic);
        if (plan.Route is { IsStored: false })
        {
            return new RouteTest
            {
                Outcome = RouteTestOutcome.LiveOnly,
                Filter = plan.Route.Filter.Text,
                Value = payload.ToArray(),
            };
        }

        var input = new RawRecord
        {
            Topic = TopicNames.IsAllowed(plan.Topic) ? plan.Topic : TopicNames.Unrouted,
            Key = plan.Key,
            Value = payload.ToArray(),
            TimestampMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        input.Headers.Add(new RawHeader(HeaderNames.Topic.ToArray(), topic));
        input.Headers.Add(new RawHeader(HeaderNames.Qos.ToArray(), "1"u8.ToArray()));
        input.Headers.AddRange(plan.Headers.Select(header => new RawHeader(header.Name, header.Value)));
        var test = Transform(plan, input);
        return test.Outcome == RouteTestOutcome.Stored ? test with { Backwards = ReadBackwards(routes, test) } : test;
    }

    // As if a Kafka client had produced it: without our own headers, with those that the route adds.
    private static string? ReadBackwards(RouteTable routes, RouteTest test)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in test.Headers)
        {
            headers.TryAdd(name, Encoding.UTF8.GetString(value.Span));
        }

        var key = test.Key is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
        return routes.ReadBackwards(test.Topic, key, headers).MqttTopic;
    }

    private static RouteTest Transform(RoutePlan plan, RawRecord input)
    {
        var output = input;
        var outcome = RouteTestOutcome.Stored;
        if (plan.Route?.Pipeline is { } pipeline)
        {
            output = new RawRecord();
            outcome = pipeline.Run(input, output) switch
            {
                PipelineOutcome.Dropped => RouteTestOutcome.Dropped,
                PipelineOutcome.DeadLettered => RouteTestOutcome.DeadLettered,
                _ => RouteTestOutcome.Stored,
            };
        }

        if (outcome == RouteTestOutcome.Dropped)
        {
            return new RouteTest { Outcome = outcome, Filter = plan.Route?.Filter.Text };
        }

        return new RouteTest
        {
            Outcome = outcome,
            Filter = plan.Route?.Filter.Text,
            Topic = output.Topic,
            Key = output.Key,
            Value = output.Value,
            Headers = [.. output.Headers.Select(h => KeyValuePair.Create(
                Encoding.UTF8.GetString(h.Name.Span), h.Value ?? ReadOnlyMemory<byte>.Empty))],
            Message = outcome == RouteTestOutcome.DeadLettered ? ReasonOf(output) : null,
        };
    }

    private static string? ReasonOf(RawRecord letter)
    {
        var header = letter.Headers.Find(
            h => h.Name.Span.SequenceEqual("__connect.errors.exception.message"u8));
        return header.Value is { } value ? Encoding.UTF8.GetString(value.Span) : null;
    }
}
