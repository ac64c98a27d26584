namespace EdgeLog.Mqtt;

/// <summary>A session that takes part in a share, and how it wants its messages.</summary>
internal sealed record SharedMember(Session Session, DeliveryTerms Terms);
