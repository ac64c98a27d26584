using EdgeLog.Storage;

namespace EdgeLog.Mqtt;

/// <summary>A QoS 1 message that waits to be answered.</summary>
/// <param name="PacketId">Its packet identifier.</param>
/// <param name="RunIndex">The run it waits for, or -1 where it is in none.</param>
/// <param name="Refusal">Where it is in none: why, or that nothing had to be stored.</param>
/// <param name="IsDenied">Whether the access list denied it.</param>
internal readonly record struct PublishAck(
    ushort PacketId, int RunIndex, AppendError Refusal = AppendError.None, bool IsDenied = false);
