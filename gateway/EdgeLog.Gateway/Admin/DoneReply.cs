namespace EdgeLog.Gateway.Admin;

/// <summary>What was done, one line each.</summary>
internal sealed record DoneReply(IReadOnlyList<string> Done);
