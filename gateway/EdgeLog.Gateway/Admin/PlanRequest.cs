namespace EdgeLog.Gateway.Admin;

/// <summary>A configuration file to compare with what runs; null is the gateway's own.</summary>
internal sealed record PlanRequest(string? File);
