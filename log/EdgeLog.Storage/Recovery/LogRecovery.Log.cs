using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What recovery writes to the operator's log.</summary>
internal sealed partial class LogRecovery
{
    [LoggerMessage(
        2001,
        LogLevel.Information,
        "Opened {Directory}: {Partitions}, {How}, ready in {ElapsedMs} ms")]
    private partial void LogOpened(string directory, string partitions, string how, long elapsedMs);

    [LoggerMessage(
        2002,
        LogLevel.Information,
        "Recovered after an unclean stop: {JournalBatches} batches from the journal, {TornBytes} torn bytes cut")]
    private partial void LogRepaired(long journalBatches, long tornBytes);

    [LoggerMessage(2003, LogLevel.Warning, "{Finding}")]
    private partial void LogFinding(string finding);
}
