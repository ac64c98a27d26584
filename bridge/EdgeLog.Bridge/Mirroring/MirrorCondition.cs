namespace EdgeLog.Bridge;

/// <summary>How a mirror's connection is doing.</summary>
/// <param name="State">In one word.</param>
/// <param name="Error">Why it is not connected; null where it is.</param>
/// <param name="Attempt">The number of the try that failed last.</param>
/// <param name="RetryAt">When the next one is due, as a timestamp of the clock; 0 where none is.</param>
/// <param name="Since">Since when it is not connected, likewise; 0 where it is.</param>
internal sealed record MirrorCondition(MirrorState State, string? Error, int Attempt, long RetryAt, long Since);
