namespace EdgeLog.Gateway.Systemd;

/// <summary>What the watchdog looks at.</summary>
/// <param name="Progress">Rises with every turn of the log's loops.</param>
/// <param name="HasPendingWork">Whether it ought to rise.</param>
/// <param name="HasFailed">Whether the log has failed.</param>
internal readonly record struct WorkProgress(long Progress, bool HasPendingWork, bool HasFailed);
