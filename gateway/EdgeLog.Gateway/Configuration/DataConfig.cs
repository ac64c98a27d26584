using EdgeLog.Storage;

namespace EdgeLog.Gateway.Configuration;

/// <summary>The <c>data</c> section.</summary>
/// <param name="Directory">The absolute path of the data directory.</param>
/// <param name="CommitInterval">How long a commit group gathers; null: as long as it pays.</param>
/// <param name="Budget">The most that the directory may take.</param>
/// <param name="Reserve">What is to stay free on the filesystem.</param>
/// <param name="Compaction">What compaction may take of memory and disk.</param>
internal sealed record DataConfig(
    string Directory,
    TimeSpan? CommitInterval,
    SpaceShare Budget,
    SpaceShare Reserve,
    CompactionOptions Compaction)
{
    /// <summary>How fast rot is looked for.</summary>
    public ScrubOptions Scrub { get; init; } = new();
}
