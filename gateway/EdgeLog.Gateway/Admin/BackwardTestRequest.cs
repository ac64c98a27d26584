namespace EdgeLog.Gateway.Admin;

/// <summary>A Kafka client's record to try.</summary>
internal sealed record BackwardTestRequest(string Topic, string? Key, Dictionary<string, string> Headers);
