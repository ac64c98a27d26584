namespace EdgeLog.Kafka.Groups;

/// <summary>Who joins a group.</summary>
/// <param name="Id">The client's name for itself; empty where it has none.</param>
/// <param name="Host">Where it is, with a slash before it as Kafka has it.</param>
internal readonly record struct ClientIdentity(string Id, string Host);
