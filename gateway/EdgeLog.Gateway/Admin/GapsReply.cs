using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>What is missing and why, and the account of each topic.</summary>
internal sealed record GapsReply(IReadOnlyList<GapView> Gaps, IReadOnlyList<TopicAccount> Topics, bool Proven);
