using EdgeLog.Records;
using Microsoft.Extensions.Logging;

namespace EdgeLog.Bridge;

internal sealed partial class MirrorReport
{
    [LoggerMessage(Level = LogLevel.Information, Message = "mirror {Mirror}: connected; {Topics} topics")]
    public static partial void LogConnected(ILogger logger, string mirror, int topics);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: {Error}\n"
            + " effect  the mirror waits; nothing is lost\n"
            + " retry   try {Attempt}, next in {Seconds:0.0}s")]
    public static partial void LogDown(ILogger logger, string mirror, string error, int attempt, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "mirror {Mirror}: failed and is started again")]
    public static partial void LogFailed(ILogger logger, string mirror, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "mirror {Mirror}: {Error}; connects again")]
    public static partial void LogLost(ILogger logger, string mirror, string error);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: {Error} while it was being stopped\n"
            + " effect  what was in flight may be sent again after the next start")]
    public static partial void LogStopped(ILogger logger, string mirror, string error);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: positions could not be saved in {Where}: {Error}\n"
            + " effect  after a crash more is sent twice\n"
            + " retry   with the next save")]
    public static partial void LogNotSaved(ILogger logger, string mirror, string where, string error);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: the target lost track of {Partition}\n"
            + " effect  up to {Records} records may be there twice; none is missing")]
    private partial void LogMayRepeat(string mirror, TopicPartition partition, long records);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "mirror {Mirror}: offsets {From} to {To} of {Partition} were deleted here before they were mirrored\n"
            + " effect  {Records} records are missing in the target\n"
            + " fix     a larger data budget, or edgelog.overflow: protect-unmirrored for the topic")]
    private partial void LogGap(string mirror, TopicPartition partition, Offset from, Offset to, long records);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: {Partition} lost its tail: it was mirrored up to {Mirrored} and goes on from "
            + "{Next}\n"
            + " effect  the target has records that are no longer here")]
    private partial void LogTailLost(string mirror, TopicPartition partition, Offset mirrored, Offset next);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: {Partition} was created anew\n"
            + " effect  it is mirrored from its beginning, behind what the target has of the old one")]
    private partial void LogTopicRecreated(string mirror, TopicPartition partition);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: topic {Topic} is not mirrored: by its name it came from cluster {Source}\n"
            + " fix     rename the topic, or set another replication.policy.separator")]
    private partial void LogTopicLooksMirrored(string mirror, string topic, string source);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: topic {Topic} is not mirrored: {Target} is longer than Kafka's 249 characters")]
    private partial void LogNameTooLong(string mirror, string topic, string target);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "mirror {Mirror}: {Error} for {What}. {Message}\n"
            + " effect  this topic waits; others continue; nothing is lost\n"
            + " fix     {Fix}\n"
            + " retry   in {Seconds:0.0}s")]
    private partial void LogWaits(string mirror, string what, string error, string message, string fix, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "mirror {Mirror}: {What} goes on")]
    private partial void LogGoesOn(string mirror, string what);
}
