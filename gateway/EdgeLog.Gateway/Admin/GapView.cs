using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>A declared gap.</summary>
internal sealed record GapView(
    string Topic, int? Partition, long? First, long? Last, long Count, GapReason Reason, bool Loss,
    IReadOnlyList<string> Mirrors, DateTimeOffset Time)
{
    /// <summary>The gap as it is shown.</summary>
    public static GapView Of(Gap gap) => new(
        gap.Topic, gap.Partition < 0 ? null : gap.Partition, gap.FirstOffset < 0 ? null : gap.FirstOffset,
        gap.LastOffset < 0 ? null : gap.LastOffset, gap.Count, gap.Reason, gap.IsLoss, gap.Mirrors, gap.Time);
}
