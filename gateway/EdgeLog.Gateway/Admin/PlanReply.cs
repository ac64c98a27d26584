namespace EdgeLog.Gateway.Admin;

/// <summary>What a reload changes, or would.</summary>
internal sealed record PlanReply(
    IReadOnlyList<string> Lines, int Changes, IReadOnlyList<string> NeedRestart, bool Refused);
