using Microsoft.Extensions.Logging;

namespace EdgeLog.Storage;

/// <summary>What the operator is told of damage found while the log runs.</summary>
internal sealed partial class DamageKeeper
{
    [LoggerMessage(
        2040,
        LogLevel.Error,
        "{Partition}: offsets {From} to {To} are damaged or missing in {File} at byte {Position}; they are not served, "
            + "everything around them is")]
    private partial void LogFound(string partition, long from, long to, string file, long position);
}
