using EdgeLog.Connect;
using EdgeLog.Gateway.Configuration.Errors;
using EdgeLog.Gateway.Configuration.Yaml;
using EdgeLog.Mqtt;
using EdgeLog.Records;

namespace EdgeLog.Gateway.Configuration.Sections;

/// <summary>
/// Checks that no dead letter can ever be refused for good: its topic keeps every record, and the log takes the largest
/// message with all its headers.
/// </summary>
internal static class DeadLetters
{
    private const string PolicyKey = "cleanup.policy";
    private const string TopicKey = "errors.deadletterqueue.topic.name";

    /// <summary>The topics that dead letters may go to.</summary>
    public static IReadOnlyCollection<string> TopicsOf(GatewayConfig config) => new HashSet<string>(
        config.Routes.Select(r => r.Properties).Concat(config.Devices.Select(d => d.Properties))
            .Concat(config.Connectors.Select(c => c.Properties))
            .Select(properties => properties.GetValueOrDefault(TopicKey))
            .OfType<string>().Where(name => name.Length > 0)
            .Append(DeadLetterTopic.DefaultName),
        StringComparer.Ordinal);

    /// <summary>Reports what would make one be refused.</summary>
    public static void Check(GatewayConfig config, ConfigErrorList errors)
    {
        var topics = TopicsOf(config);
        foreach (var declared in config.Topics.Declared.Where(d => topics.Contains(d.Name)))
        {
            var policy = declared.Settings.GetValueOrDefault(PolicyKey)
                ?? config.Topics.Defaults.GetValueOrDefault(PolicyKey);
            if (policy?.Contains("compact", StringComparison.Ordinal) == true)
            {
                errors.Add(
                    declared.Mark, $"topics.{declared.Name}.{PolicyKey}", policy,
                    "dead letters go there, and compaction would lose all but the last of each key. Write: "
                    + $"{PolicyKey}: delete");
            }
        }

        var largest = (long)config.MqttLimits.MaxPacketSize + DeadLetterTopic.MaxHeaderBytes
            + config.Routes.Select(r => HeaderBytes(r, config.MqttLimits)).DefaultIfEmpty().Max();
        if (largest > RecordLimits.MaxUncompressedBytes)
        {
            errors.Add(
                PacketSizeMark(config), "mqtt.limits.max_packet_size", null,
                $"a message of this size with all headers of its route may take {largest} bytes, and the log keeps "
                + $"records of {RecordLimits.MaxUncompressedBytes} at most. Lower it, or add fewer headers.");
        }
    }

    private static SourceMark PacketSizeMark(GatewayConfig config) =>
        config.Values.FirstOrDefault(v => v.Path == "mqtt.limits.max_packet_size")?.Mark ?? SourceMark.None;

    // Each {name} stands for a part of the MQTT topic, as the key may for all of it.
    private static long HeaderBytes(MqttRouteConfig route, MqttLimits limits) =>
        limits.TopicBytesMax + route.Headers.Sum(h =>
            (3L * (h.Key.Length + h.Value.Length)) + ((long)limits.TopicBytesMax * h.Value.Count(c => c == '{')));
}
