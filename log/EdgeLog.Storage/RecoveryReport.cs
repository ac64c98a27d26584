namespace EdgeLog.Storage;

/// <summary>What opening a data directory found and did; printed at start-up.</summary>
/// <param name="WasClean">Whether the last stop left the clean marker.</param>
/// <param name="Partitions">How many partitions there are.</param>
/// <param name="TornBytes">Bytes cut from torn tails.</param>
/// <param name="JournalBatches">Batches taken from the journal because their segment did not have them.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Findings">One sentence for each thing out of the ordinary.</param>
public sealed record RecoveryReport(
    bool WasClean,
    int Partitions,
    long TornBytes,
    long JournalBatches,
    TimeSpan Duration,
    IReadOnlyList<string> Findings);
