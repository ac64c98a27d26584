using EdgeLog.Records;

namespace EdgeLog.Storage;

/// <summary>Where an epoch begins.</summary>
internal readonly record struct LeaderEpochStart(LeaderEpoch Epoch, long StartOffset);
