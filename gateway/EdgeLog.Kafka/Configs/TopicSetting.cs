using EdgeLog.Kafka.Protocol;
using EdgeLog.Storage;

namespace EdgeLog.Kafka.Configs;

/// <summary>A topic's setting as Kafka's tools see it.</summary>
/// <param name="Name">Kafka's name, or ours with the prefix <c>edgelog.</c>.</param>
/// <param name="Type">How its value is to be read.</param>
/// <param name="Documentation">What it does here, in a sentence.</param>
/// <param name="ValueOf">Its value in a topic's settings, in Kafka's notation.</param>
internal sealed record TopicSetting(
    string Name, ConfigType Type, string Documentation, Func<TopicConfig, string> ValueOf);
