using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What the operator is told of the scrub.</summary>
internal sealed partial class Scrubber
{
    [LoggerMessage(2050, LogLevel.Information, "Scrubbed {Segments} segments; {Found} damaged ranges found")]
    private partial void LogPassed(int segments, long found);

    [LoggerMessage(2051, LogLevel.Warning, "An index of {Segment} was not the segment's; it is made anew")]
    private partial void LogBadIndex(string segment);

    [LoggerMessage(
        2052,
        LogLevel.Warning,
        "{Segment} could not be opened or read for the scrub: {Reason} The next pass tries again; see what the "
        + "system's log says of the disk")]
    private partial void LogUnreadable(string segment, string reason);
}
