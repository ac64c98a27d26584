using EdgeLog.Connect;
using EdgeLog.Gateway.Configuration;
using EdgeLog.Mqtt;
using EdgeLog.Storage;

namespace EdgeLog.Gateway.Hosting;

/// <summary>What the configuration says to the log.</summary>
internal static class LogSettings
{
    /// <summary>The log's options.</summary>
    public static LogDirectoryOptions Of(GatewayConfig config) => new()
    {
        Path = config.Data.Directory,
        CommitInterval = config.Data.CommitInterval,
        Budget = config.Data.Budget,
        Reserve = config.Data.Reserve,
        Compaction = config.Data.Compaction,
        Scrub = config.Data.Scrub,
        Mirrors =
        [
            .. config.Mirrors.Select(mirror => mirror.Name),
            .. ConnectorFleet.KeeperNames(MqttConnectors.Unrouted, config.Connectors),
        ],
        TopicDefaults = TopicConfig.Create(TopicConfig.Default, config.Topics.Defaults),
        DefaultPartitions = config.Topics.DefaultPartitions,
        MaxAutoCreatedTopics = config.Topics.MaxAutoCreated,
    };
}
