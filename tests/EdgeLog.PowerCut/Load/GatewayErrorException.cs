namespace EdgeLog.PowerCut;

/// <summary>The gateway refused what it should have taken: always a finding.</summary>
internal sealed class GatewayErrorException(string message) : Exception(message);
