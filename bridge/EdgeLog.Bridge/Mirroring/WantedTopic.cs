namespace EdgeLog.Bridge;

/// <summary>A topic that the target is to have.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Partitions">How many partitions it needs at least.</param>
/// <param name="Config">Its settings, where it is created.</param>
internal sealed record WantedTopic(string Name, int Partitions, IReadOnlyList<KeyValuePair<string, string>> Config);
