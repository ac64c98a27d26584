using System.Text.RegularExpressions;
using EdgeLog.Connect;
using EdgeLog.Storage;
using Settings = EdgeLog.Connect.PropertyReader;

namespace EdgeLog.Mqtt;

/// <summary>Publishes topics of the log to another broker.</summary>
internal sealed class MqttSink(Func<RouteTable> routes) : SinkConnector
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    public override string Name => "MqttSink";

    public override IReadOnlyCollection<string> Settings { get; } =
        [.. MqttSettings.Names, "topics", "topics.regex", "topic", "retain"];

    public override void Check(ConnectorConfig config)
    {
        ReadSettings(config, "gateway");
        CreateSelection(config);
        CreatePipeline(config, new DeadLetterTopic());
    }

    public override SinkTask CreateTask(ConnectorConfig config, ConnectorContext context) =>
        new MqttSinkTask(ReadSettings(config, context.GatewayName), routes, context);

    public override RecordPipeline CreatePipeline(ConnectorConfig config, DeadLetterTopic deadLetters) =>
        RecordPipeline.Create(config.Name, config.Properties, deadLetters);

    public override Func<Topic, bool> CreateSelection(ConnectorConfig config)
    {
        var properties = new Settings(config.Properties);
        var names = properties.List("topics").ToHashSet(StringComparer.Ordinal);
        var pattern = properties.Find("topics.regex");
        if (names.Count > 0 == pattern is not null)
        {
            throw new ConfigException("topics", "Say which topics to publish: either topics or topics.regex.");
        }

        if (pattern is null)
        {
            return topic => names.Contains(topic.Name);
        }

        try
        {
            var regex = new Regex(
                $@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, RegexTimeout);
            return topic => regex.IsMatch(topic.Name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ConfigException("topics.regex", $"\"{pattern}\" is not a usable expression: {e.Message}");
        }
    }

    private static MqttSinkSettings ReadSettings(ConnectorConfig config, string gatewayName)
    {
        var properties = new Settings(config.Properties);
        var client = MqttSettings.ReadClient(properties, $"edgelog-{gatewayName}-{config.Name}");
        return new MqttSinkSettings
        {
            // What was in flight is published again from the log: the broker need remember nothing.
            Client = client with { IsCleanStart = true, SessionExpiry = TimeSpan.Zero },
            Quality = MqttSettings.ReadQuality(properties),
            Topic = properties.Find("topic") is { } text
                ? Template.Parse("topic", text, MqttSinkSettings.TopicNames)
                : null,
            GatewayName = gatewayName,
            Retain = properties.Find("retain") switch
            {
                null or "keep" => RetainPolicy.Keep,
                "always" => RetainPolicy.Always,
                "never" => RetainPolicy.Never,
                var other => throw new ConfigException(
                    "retain", $"\"{other}\" is not known. Write keep, always or never."),
            },
        };
    }
}
