namespace EdgeLog.Gateway.Status;

/// <summary>A listener.</summary>
internal sealed record ListenerView(string Name, string Protocol, string Address, bool Open, string? Reason);
