namespace EdgeLog.Storage;

/// <summary>One setting of a topic, as DescribeConfigs reports it.</summary>
/// <param name="Name">Kafka's name.</param>
/// <param name="Value">The value in force, in Kafka's plain form: milliseconds, bytes.</param>
/// <param name="IsDefault">Whether it was not set on the topic.</param>
/// <param name="Type">Its type.</param>
/// <param name="Documentation">What it does here.</param>
public sealed record TopicSetting(string Name, string Value, bool IsDefault, SettingType Type, string Documentation);
