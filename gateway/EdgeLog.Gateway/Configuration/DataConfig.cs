namespace EdgeLog.Gateway.Configuration;

/// <summary>The <c>data</c> section.</summary>
/// <param name="Directory">The absolute path of the data directory.</param>
/// <param name="CommitInterval">How long a commit group gathers; null: as long as it pays.</param>
internal sealed record DataConfig(string Directory, TimeSpan? CommitInterval);
