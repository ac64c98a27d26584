namespace EdgeLog.Bridge;

/// <summary>What connections to a cluster are made with.</summary>
internal sealed record ClientWorld(ClientSettings Settings, DialBroker Dial, TimeProvider Time);
