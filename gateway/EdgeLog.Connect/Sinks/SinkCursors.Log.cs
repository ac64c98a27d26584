using Microsoft.Extensions.Logging;

namespace EdgeLog.Connect;

internal sealed partial class SinkCursors
{
    [LoggerMessage(
        10, LogLevel.Error,
        "Sink {Sink}: {Partition} offsets {From} to {To} are gone from the log before they were handed over; it goes "
        + "on behind them. See: edgelog gaps")]
    private static partial void LogGap(ILogger logger, string sink, string partition, long from, long to);

    [LoggerMessage(
        11, LogLevel.Warning,
        "Sink {Sink}: {Partition} ends at {End}, before what was handed over, {Known}: the log lost its tail, or the "
        + "topic was created anew. It goes on from {Next}.")]
    private static partial void LogTailLost(
        ILogger logger, string sink, string partition, long end, long known, long next);

    [LoggerMessage(
        12, LogLevel.Error, "Sink {Sink}: a batch of {Partition} up to offset {To} cannot be decoded and is left out.")]
    private static partial void LogUndecodable(
        ILogger logger, string sink, string partition, long to, Exception cause);
}
