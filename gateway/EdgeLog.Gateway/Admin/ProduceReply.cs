namespace EdgeLog.Gateway.Admin;

/// <summary>How many records are durable.</summary>
internal sealed record ProduceReply(long Records);
