namespace EdgeLog.Benchmarks;

/// <summary>What a pass through the engine gave.</summary>
/// <param name="MegabytesPerSecond">Batches' bytes per second.</param>
/// <param name="PerRecord">Bytes allocated per record.</param>
internal sealed record EngineFigures(double MegabytesPerSecond, double PerRecord);
