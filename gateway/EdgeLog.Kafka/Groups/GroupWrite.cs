using EdgeLog.Kafka.Groups.Records;

namespace EdgeLog.Kafka.Groups;

/// <summary>Records on their way into the log, and what is to happen when they are there.</summary>
/// <param name="Records">The records.</param>
/// <param name="OnDone">Told whether they are durable, after they were applied.</param>
/// <param name="HeldGroup">The group whose other work waits for it; null where nothing waits.</param>
internal sealed record GroupWrite(IReadOnlyList<GroupRecord> Records, Action<bool> OnDone, string? HeldGroup)
{
    /// <summary>Whether the records are durable; null while that is not known.</summary>
    public bool? IsDurable { get; set; }
}
