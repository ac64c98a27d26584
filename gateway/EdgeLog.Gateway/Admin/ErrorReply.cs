namespace EdgeLog.Gateway.Admin;

/// <summary>Why something was not done.</summary>
internal sealed record ErrorReply(string Error);
