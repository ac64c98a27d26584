using EdgeLog.Gateway.Configuration.Yaml;

namespace EdgeLog.Gateway.Configuration;

/// <summary>The <c>topics</c> section.</summary>
/// <param name="MaxAutoCreated">How many topics may be created by merely naming them.</param>
/// <param name="DefaultPartitions">Partitions of a topic that does not say.</param>
/// <param name="Defaults">Settings of every topic that does not say otherwise, as Kafka's plain values.</param>
/// <param name="Declared">The topics that are created and kept as declared.</param>
internal sealed record TopicsConfig(
    int MaxAutoCreated, int DefaultPartitions, IReadOnlyDictionary<string, string> Defaults,
    IReadOnlyList<TopicDeclaration> Declared);

/// <summary>A declared topic.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">Its partitions, or null where the file does not say.</param>
/// <param name="Settings">Its own settings, as Kafka's plain values.</param>
/// <param name="Mark">Where it is declared.</param>
internal sealed record TopicDeclaration(
    string Name, int? Partitions, IReadOnlyDictionary<string, string> Settings, SourceMark Mark);
