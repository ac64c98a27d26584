using EdgeLog.Records;
using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>What the records say of one client; filled while they are read, and again a session afterwards.</summary>
internal sealed class StoredSession
{
    /// <summary>Whether there is a session; else what there is of it is left from one that ended.</summary>
    public bool Exists { get; set; }

    public uint ExpirySeconds { get; set; }

    /// <summary>When its client left, by the log's clock; -1 where it was connected last.</summary>
    public long DisconnectedAtMs { get; set; } = -1;

    public WillMessage? Will { get; set; }

    public Dictionary<string, StoredSubscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    public Dictionary<Partition, StoredPosition> Positions { get; } = [];

    public ushort[] IncomingIds { get; set; } = [];
}

/// <summary>A subscription as it was stored.</summary>
internal sealed record StoredSubscription(
    byte Options, uint Identifier, IReadOnlyDictionary<Partition, Offset>? Floors);

/// <summary>A position as it was stored.</summary>
internal sealed record StoredPosition(
    Offset Next, IReadOnlyList<KeyValuePair<ushort, InFlightMessage>> InFlight, Offset WrittenAt);
