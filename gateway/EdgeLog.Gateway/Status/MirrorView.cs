using EdgeLog.Bridge;

namespace EdgeLog.Gateway.Status;

/// <summary>A mirror.</summary>
internal sealed record MirrorView(
    string Name, string To, MirrorState State, long BacklogRecords, long BacklogBytes, double? OldestSeconds,
    double RecordsPerSecond, double? DrainedInSeconds, string? LastError, int Attempt, double? NextRetrySeconds,
    double? DownSeconds, long RecordsMirrored, long DuplicatesPossible, long GapRecords,
    IReadOnlyList<MirrorTopicStatus> WaitingTopics, IReadOnlyList<string> Findings);
