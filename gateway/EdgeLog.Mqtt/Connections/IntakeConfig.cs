using EdgeLog.Network.Security;

namespace EdgeLog.Mqtt;

/// <summary>What bounds the intake of messages, and how refusals are said.</summary>
/// <param name="Limits">The bounds.</param>
/// <param name="Version">The client's.</param>
/// <param name="Principal">Who publishes; null for a will that was allowed when it was made.</param>
internal sealed record IntakeConfig(MqttLimits Limits, ProtocolVersion Version, Principal? Principal);
