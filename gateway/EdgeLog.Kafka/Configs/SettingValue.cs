using EdgeLog.Kafka.Protocol;

namespace EdgeLog.Kafka.Configs;

/// <summary>A setting's value with its origin.</summary>
/// <param name="Value">The value in force.</param>
/// <param name="Source">Where it was set.</param>
/// <param name="Synonyms">The places looked at, the one in force first.</param>
internal sealed record SettingValue(
    string Value, ConfigSource Source, List<DescribeConfigsResponse.Synonym> Synonyms);
