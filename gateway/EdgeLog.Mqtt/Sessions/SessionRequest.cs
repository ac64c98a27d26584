namespace EdgeLog.Mqtt;

/// <summary>What a CONNECT asks for.</summary>
/// <param name="ClientId">Whose session.</param>
/// <param name="IsCleanStart">Whether an earlier one is to be ended.</param>
/// <param name="ExpirySeconds">How long it is to outlive the connection.</param>
/// <param name="Will">The client's will, or null.</param>
internal sealed record SessionRequest(string ClientId, bool IsCleanStart, uint ExpirySeconds, WillMessage? Will);
