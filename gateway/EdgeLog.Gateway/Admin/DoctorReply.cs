using EdgeLog.Storage;

namespace EdgeLog.Gateway.Admin;

/// <summary>What is out of the ordinary in the data directory.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="WasClean">Whether the last stop was a clean one.</param>
/// <param name="Findings">What the start found and did.</param>
/// <param name="Damaged">What is damaged or missing, and left out.</param>
/// <param name="Scrub">How far the search for rot is.</param>
/// <param name="SizeBytes">Bytes of all segments.</param>
/// <param name="FreeBytes">Free bytes of the filesystem.</param>
/// <param name="JournalStalls">How often the journal was full and appends waited.</param>
internal sealed record DoctorReply(
    string Directory,
    bool WasClean,
    IReadOnlyList<string> Findings,
    IReadOnlyList<DamagedRange> Damaged,
    ScrubStatus Scrub,
    long SizeBytes,
    long FreeBytes,
    long JournalStalls);
