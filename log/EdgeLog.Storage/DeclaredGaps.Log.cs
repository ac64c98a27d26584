using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What the operator is told of gaps.</summary>
public sealed partial class DeclaredGaps
{
    private void Tell(Gap gap)
    {
        if (gap.Partition < 0)
        {
            LogRefused(gap.Topic, gap.Count);
        }
        else if (gap.IsLoss)
        {
            string mirrors = gap.Mirrors.Count == 0 ? "" : $", before mirror {string.Join(", ", gap.Mirrors)} had them";
            LogLost(gap.Topic, gap.Partition, gap.FirstOffset, gap.LastOffset, Describe(gap.Reason) + mirrors);
        }
        else
        {
            LogRemoved(gap.Topic, gap.Partition, gap.FirstOffset, gap.LastOffset, Describe(gap.Reason));
        }
    }

    private static string Describe(GapReason reason) => reason switch
    {
        GapReason.Overflow => "dropped, the byte budget is reached",
        GapReason.Expired => "past retention",
        GapReason.Damaged => "damaged on the disk",
        GapReason.Mirrored => "every mirror has them",
        GapReason.Retention => "past retention, and no mirror wants them",
        GapReason.Unaccounted => "gone before accounts were kept",
        GapReason.Refused or _ => "refused",
    };

    [LoggerMessage(2020, LogLevel.Warning, "Gap in {Topic}-{Partition}: offsets {First} to {Last}: {Why}")]
    private partial void LogLost(string topic, int partition, long first, long last, string why);

    [LoggerMessage(2021, LogLevel.Information, "{Topic}-{Partition}: offsets {First} to {Last} go: {Why}")]
    private partial void LogRemoved(string topic, int partition, long first, long last, string why);

    [LoggerMessage(2022, LogLevel.Warning, "Gap in {Topic}: {Count} messages of QoS 0 were refused for want of room")]
    private partial void LogRefused(string topic, long count);

    [LoggerMessage(
        2023,
        LogLevel.Error,
        "Nothing can be dropped, for there is no room even to declare it: {Refusal} Make room on the disk")]
    private partial void LogNotDeclared(string refusal);
}
