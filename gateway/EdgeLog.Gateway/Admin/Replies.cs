namespace EdgeLog.Gateway.Admin;

/// <summary>Why something was not done.</summary>
internal sealed record ErrorReply(string Error);

/// <summary>What was done, one line each.</summary>
internal sealed record DoneReply(IReadOnlyList<string> Done);

/// <summary>How many records are durable.</summary>
internal sealed record ProduceReply(long Records);
